import { readFileSync } from 'node:fs';
import { loadConfig } from '../../shared/config/load-config.ts';
import { ConfigError } from '../../shared/config/mistake.ts';
import { looksSecret } from '../../shared/config/seen-value.ts';

/**
 * The bytes of a gateway file that is to be put into a package. Throws in one line for a file that cannot be read, and
 * `ConfigError` with every mistake of the file itself. What its app settings hold is known only where it runs: it is
 * checked as though all that it names were set, and what it takes from one of them as though that were right.
 */
export function readPackagedFile(path: string): Buffer {
  const content = readContent(path);
  const text = content.toString('utf8');
  try {
    loadConfig({ env: { ...settingsNamedIn(text), ...ownSettings, SLUICE_GATEWAY_FILE: path }, readFile: () => text });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const mistakes = error.mistakes.filter(({ seen = '' }) => !placeholder.test(seen));
    if (mistakes.length > 0) throw new ConfigError(mistakes);
  }
  return content;
}

function readContent(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(isMissing ? `There is no gateway file ${path}.` : `The gateway file ${path} cannot be read.`, {
      cause: error,
    });
  }
}

/** What the file cannot be without, whatever it says. */
const ownSettings = { SLUICE_KEY_VAULT_URL: 'https://placeholder.vault.azure.net' };

/** An address, because that is what settings are put into a gateway file for. */
function settingsNamedIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/%([A-Za-z_][A-Za-z0-9_]*)%|"setting"\s*:\s*"([^"]*)"/g)];
  const names = found.map(([, expanded = '', named = '']) => expanded || named);
  return Object.fromEntries(names.filter((name) => !looksSecret(name)).map((name) => [name, 'http://127.0.0.1:1']));
}

const placeholder = /%[A-Za-z_][A-Za-z0-9_]*%/;
