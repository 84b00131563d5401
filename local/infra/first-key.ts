// Run by azd before it provisions: makes the first caller's gateway key, unless the environment has one.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import { firstKey } from './make-first-key.ts';

const usage = `npm run first-key

  Makes the gateway key of the first caller and keeps its hash in the azd environment, unless that has one. azd runs it
  before it provisions.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
const { env, stdout, stderr } = process;
const said = firstKey({
  env,
  isTerminal: stdout.isTTY,
  randomBytes,
  set: (name, value) => void execFileSync('azd', ['env', 'set', name, value], { stdio: 'ignore' }),
});
(said.exitCode === 0 ? stdout : stderr).write(said.text);
process.exitCode = said.exitCode;
