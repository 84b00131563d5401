import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../local/azure/main.ts', import.meta.url));
const freePorts = ['--port', '0', '--vault-port', '0', '--identity-port', '0', '--oidc-port', '0'];

it('says what it simulates and where, and ends when told to', async () => {
  const child = spawn(process.execPath, [main, ...freePorts], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const part of child.stdout) {
    said += String(part);
    if (said.includes('Stop with Ctrl+C.')) break;
  }
  expect(said).toMatch(/gpt-4o-prod \(gpt-4o\)/);
  const url = /Azure OpenAI {3}(http:\S+?)\/\{resource\}/.exec(said)?.[1];
  expect(await (await fetch(`${url}/_control/counts`)).json()).toMatchObject({ calls: 0 });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it.each([
  ['a port that is no number', () => ['--port', 'seven'], 2, /^--port must be a number, not "seven"\.\n\nnpm run/],
  [
    'a port that is taken',
    (taken: string) => [...freePorts, '--vault-port', taken],
    1,
    /^Port \d+, of the vault, is taken\. A free one: --vault-port \d+$/m,
  ],
])('refuses %s in a line', async (_what, argumentsFor, exitCode, message) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const child = spawn(process.execPath, [main, ...argumentsFor(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([code, said]).toEqual([exitCode, expect.stringMatching(message)]);
  other.close();
});
