import { redactedConfig } from '../../shared/config/redacted-config.ts';
import { formatJson } from './format-json.ts';
import { loadConfigured } from './load-configured.ts';
import type { CommandOptions, Terminal } from './terminal.ts';

/** Prints the effective configuration as JSON: defaults filled in, settings expanded, secrets left out. */
export function showConfig(terminal: Terminal, options: CommandOptions): number {
  terminal.print(formatJson(redactedConfig(loadConfigured(terminal, options))));
  return 0;
}
