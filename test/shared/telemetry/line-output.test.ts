import { execFile } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createLineOutput } from '../../../shared/telemetry/line-output.ts';

function outputTo(texts: string[]) {
  return createLineOutput((text) => texts.push(text));
}

it('writes the lines of one turn together, in their order', async () => {
  const texts: string[] = [];
  const output = outputTo(texts);
  output('one');
  output('two');
  expect(texts).toEqual([]);
  await setImmediate();
  output('three');
  await setImmediate();
  expect(texts).toEqual(['one\ntwo\n', 'three\n']);
});

it('leaves nothing behind in a process that goes on', async () => {
  const before = process.listenerCount('exit');
  const output = outputTo([]);
  for (let turn = 0; turn < 20; turn += 1) {
    output('line');
    await setImmediate();
  }
  expect(process.listenerCount('exit')).toBe(before);
});

it.each([
  ['ends', 'process.exit(0)'],
  ['fails', 'throw new Error("bug")'],
])('writes what waits when the process %s', async (_how, end) => {
  const module = new URL('../../../shared/telemetry/line-output.ts', import.meta.url).href;
  const program = `
    import { createLineOutput } from ${JSON.stringify(module)};
    const output = createLineOutput((text) => process.stdout.write(text));
    output('one');
    output('two');
    ${end};`;
  const ended: { stdout?: unknown } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
  ]).catch((error: unknown) => (error instanceof Error ? error : {}));
  expect(ended).toMatchObject({ stdout: 'one\ntwo\n' });
});
