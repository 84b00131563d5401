import { parseArgs } from 'node:util';
import { ConfigError, formatConfigError } from '../../shared/config/mistake.ts';
import { checkConfig } from './config-check.ts';
import { explainModel } from './config-explain.ts';
import { configuredFile } from './load-configured.ts';
import { showConfig } from './config-show.ts';
import { validateConfig } from './config-validate.ts';
import { newKey } from './keys-new.ts';
import { firstSentence } from '../command-line.ts';
import type { Command, CommandOptions, Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** Runs one command line (without node and script) and answers the exit code: 0, 1 for a failure, 2 for a wrong line. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    terminal.print(usage);
    return 0;
  }
  const line = parseLine(args);
  if ('mistake' in line) {
    terminal.printError(`${line.mistake}\n\n${usage}`);
    return 2;
  }
  try {
    return await line.command(terminal, line.options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const file = () => configuredFile(terminal, line.options) ?? 'SLUICE_GATEWAY_JSON';
    terminal.printError(error instanceof ConfigError ? formatConfigError(error, file()) : error.message);
    return 1;
  }
}

const commands = new Map<string, { readonly run: Command; readonly takes?: string }>([
  ['config validate', { run: validateConfig }],
  ['config show', { run: showConfig }],
  ['config explain', { run: explainModel, takes: 'MODEL' }],
  ['config check', { run: checkConfig }],
  ['keys new', { run: newKey, takes: 'NAME' }],
]);

type Line = { readonly command: Command; readonly options: CommandOptions } | { readonly mistake: string };

function parseLine(args: readonly string[]): Line {
  const read = readArguments(args);
  if ('mistake' in read) return read;
  const { positionals, values } = read;
  const [group, verb, name = '', ...rest] = positionals;
  if (group === undefined) return { mistake: 'Which command?' };
  const line = verb === undefined ? group : `${group} ${verb}`;
  const command = commands.get(line);
  if (command === undefined) return { mistake: `There is no command ${JSON.stringify(line)}.` };
  if (command.takes !== undefined && name === '') return { mistake: `"${line}" needs a ${command.takes}.` };
  const extra = command.takes === undefined && name !== '' ? name : rest[0];
  if (extra !== undefined) return { mistake: `"${line}" takes no ${JSON.stringify(extra)}.` };
  const { file, write = false, call = false } = values;
  return { command: command.run, options: { name, file, write, call } };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { file: { type: 'string' }, write: { type: 'boolean' }, call: { type: 'boolean' } },
    });
  } catch (error) {
    return { mistake: firstSentence(error instanceof Error ? error.message : String(error)) };
  }
}
