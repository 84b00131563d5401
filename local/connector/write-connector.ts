/**
 * `npm run connector`: writes `infra/connector/` anew, after a change to what it is made from; a test says when that is due.
 * With `--out` it writes connectors of your own somewhere else.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../command-line.ts';
import { connectorFiles, connectorFolder } from './connector-files.ts';
import { connectorUsage, readConnectorOptions } from './connector-options.ts';

const { out = fileURLToPath(connectorFolder), owner } = commandLine(connectorUsage, readConnectorOptions);
for (const [path, contents] of connectorFiles(owner)) {
  const file = join(out, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, contents);
  console.log(`wrote ${relative(process.cwd(), file)}`);
}
