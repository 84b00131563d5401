/** `npm run test:package`: packages the app, unpacks the zip outside of the repository, and runs the black-box tests on it. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../command-line.ts';
import { packageApp } from './package-app.ts';
import { unzip } from './unzip.ts';

const usage = `npm run test:package -- [FILE…] [options of vitest]

  FILE…   test files to run on it (default: all of test/black-box)
  --help`;

const args = commandLine(usage, (given) => given);
const root = fileURLToPath(new URL('../..', import.meta.url));
const made = await packageApp({ root, out: join(root, 'out') });
const folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-unpacked-')));
try {
  const paths = await unzip(await readFile(made.zip), folder);
  console.log(`Running the black-box tests on ${paths.length} files, unpacked in ${folder}.`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const tests = spawn(process.execPath, [vitest, 'run', ...(args.length === 0 ? ['test/black-box'] : args)], {
    cwd: root,
    env: { ...process.env, SLUICE_TEST_APP_ROOT: folder },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => tests.once('exit', resolve));
  process.exitCode = code === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
