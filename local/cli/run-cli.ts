import { parseArgs } from 'node:util';
import { ConfigError, formatConfigError } from '../../shared/config/mistake.ts';
import { checkConfig } from './config-check.ts';
import { explainModel } from './config-explain.ts';
import { showConfig } from './config-show.ts';
import { validateConfig } from './config-validate.ts';
import { newKey } from './keys-new.ts';
import type { Command, Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** Runs one command line (without node and script) and answers the exit code: 0, 1 for a failure, 2 for a wrong line. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const line = parseLine(args);
  if (line === undefined || (!line.values.help && line.command === undefined)) {
    terminal.printError(usage);
    return 2;
  }
  if (line.values.help || line.command === undefined) {
    terminal.print(usage);
    return 0;
  }
  const { file, write = false, call = false } = line.values;
  try {
    return await line.command(terminal, { name: line.name, file, write, call });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    terminal.printError(error instanceof ConfigError ? formatConfigError(error) : error.message);
    return 1;
  }
}

const commands = new Map<string, { readonly run: Command; readonly takesName: boolean }>([
  ['config validate', { run: validateConfig, takesName: false }],
  ['config show', { run: showConfig, takesName: false }],
  ['config explain', { run: explainModel, takesName: true }],
  ['config check', { run: checkConfig, takesName: false }],
  ['keys new', { run: newKey, takesName: true }],
]);

function parseLine(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        write: { type: 'boolean' },
        call: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [group = '', verb = '', name = '', ...rest] = positionals;
    const command = commands.get(`${group} ${verb}`);
    const isComplete = command !== undefined && command.takesName === (name !== '') && rest.length === 0;
    return { values, name, command: isComplete ? command.run : undefined };
  } catch {
    // An option nobody knows: the usage says more than the parser does.
    return undefined;
  }
}
