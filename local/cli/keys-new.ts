import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { nameSchema } from '../../shared/config/field-schemas.ts';
import { addGatewayKey } from './add-gateway-key.ts';
import { formatJson } from './format-json.ts';
import { configuredFile } from './load-configured.ts';
import type { CommandOptions, Terminal } from './terminal.ts';

/** Makes a gateway key for a caller. The key is printed this once; only its hash is for the gateway file. */
export function newKey(terminal: Terminal, options: CommandOptions): number {
  const { name } = options;
  if (!nameSchema.safeParse(name).success) {
    terminal.printError(`${JSON.stringify(name)} cannot be a caller: use letters, digits and . _ : - (up to 128)`);
    return 1;
  }
  const file = configuredFile(terminal, options);
  const { key, id, sha256 } = createGatewayKey(terminal.randomBytes);
  const entry = { id, sha256 };
  if (!options.write) {
    printKey(terminal, name, key);
    terminal.print(`For "callers" in ${file ?? 'SLUICE_GATEWAY_JSON'} (a second key goes into the same list):\n`);
    terminal.print(`${JSON.stringify(name)}: ${formatJson({ keys: [entry] })}`);
    return 0;
  }
  if (file === undefined) {
    terminal.printError(
      'SLUICE_GATEWAY_JSON holds the gateway file, so there is no file to write to; leave out --write',
    );
    return 1;
  }
  // Written before it is shown: a key that is on the screen is in the file.
  terminal.writeFile(file, addGatewayKey(terminal.readFile(file), file, name, entry));
  printKey(terminal, name, key);
  terminal.print(`Its hash is now in ${file}${options.file === undefined ? notAsked : ''}.`);
  return 0;
}

// The settings of a development machine name a file that belongs to the repository.
const notAsked = ', the configured gateway file; --file FILE takes another. If git tracks it, that is a change there';

function printKey(terminal: Terminal, name: string, key: string): void {
  terminal.print(`Gateway key of ${name}. It is shown this once; keep it where secrets are kept:\n\n  ${key}\n`);
}
