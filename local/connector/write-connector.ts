// Run as `npm run connector` after a change to what the connector is made from; a test says when it is due.
import { mkdirSync, writeFileSync } from 'node:fs';
import { connectorFiles, connectorFolder } from './connector-files.ts';

for (const [path, contents] of connectorFiles()) {
  const file = new URL(path, connectorFolder);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, contents);
}
