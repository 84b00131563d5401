import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readSettings } from '../settings-file.ts';
import { runCli } from './run-cli.ts';

// Whoever reads may have seen enough: `… | head`.
process.stdout.on('error', () => process.exit());
// Waits inside the gateway do not keep a process alive, for there a server does. Here this does.
const alive = setInterval(() => {}, 60_000);
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  readSettings,
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: writeFileSync,
  randomBytes,
  fetch,
  now: () => performance.now(),
});
clearInterval(alive);
