import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Ends of the scripts of package.json whose lines are read here. */
const scripts = [
  'local/start.ts',
  'local/package/main.ts',
  'local/secrets/main.ts',
  'local/azure/main.ts',
  'bench/main.ts',
  'bench/cold/main.ts',
  'bench/faults/main.ts',
  'local/trace.ts',
  'local/cli/write-docs.ts',
  'local/cli/write-schema.ts',
  'local/connector/write-connector.ts',
  'local/infra/main.ts',
  'local/infra/first-key.ts',
  'test/live/main.ts',
];

it.each([...scripts, 'local/package/test-package.ts'])('%s --help says how it is called', async (script) => {
  const { code, stdout, stderr } = await run(script, '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^(npm run [\w:-]+|npm start)\b/);
});

it.each(scripts)('%s refuses an option that it does not know, in a line before its usage', async (script) => {
  const { code, stdout, stderr } = await run(script, '--no-such-option');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^Unknown option '--no-such-option'\.\n\nnpm /);
});

function run(script: string, option: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, option], { cwd: repository }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}
