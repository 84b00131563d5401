import type { Config } from '../../shared/config/config.ts';
import type { Environment } from '../../shared/config/environment.ts';
import { loadConfig } from '../../shared/config/load-config.ts';
import type { CommandOptions, Terminal } from './terminal.ts';

/** The configuration a command is about. Throws `ConfigError`, and in a line for a `--file` that is not there. */
export function loadConfigured(terminal: Terminal, options: Pick<CommandOptions, 'file'>): Config {
  const { file } = options;
  // Otherwise it would be blamed on the setting that names the file where no option does.
  if (file !== undefined && !canBeRead(terminal, file)) throw new Error(`--file: ${file} cannot be read`);
  return loadConfig({ env: configuredSettings(terminal, options), readFile: terminal.readFile });
}

function canBeRead(terminal: Terminal, file: string): boolean {
  try {
    terminal.readFile(file);
    return true;
  } catch {
    return false;
  }
}

/** Where the gateway file is that a command is about; `undefined` when a setting holds the file itself. */
export function configuredFile(terminal: Terminal, options: Pick<CommandOptions, 'file'>): string | undefined {
  const settings = configuredSettings(terminal, options);
  return settings['SLUICE_GATEWAY_JSON'] ? undefined : settings['SLUICE_GATEWAY_FILE'] || 'gateway.json';
}

/**
 * The app settings a command goes by: the environment, and local.settings.json where that has none. A storage account of
 * the environment is one as a whole: the file's connection string would win over its name and addresses.
 */
export function configuredSettings(terminal: Terminal, { file }: Pick<CommandOptions, 'file'>): Environment {
  const settings = { ...unlessElsewhere(terminal.readSettings(), terminal.env), ...terminal.env };
  if (file === undefined) return settings;
  return { ...settings, SLUICE_GATEWAY_FILE: file, SLUICE_GATEWAY_JSON: undefined };
}

function unlessElsewhere(settings: Environment, env: Environment): Environment {
  const namesAccount = Object.entries(env).some(([name, value]) => name.startsWith('AzureWebJobsStorage__') && value);
  return namesAccount ? { ...settings, AzureWebJobsStorage: undefined } : settings;
}
