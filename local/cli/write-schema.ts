// Run as `npm run schema` after a change to the gateway file's schema; a test says when it is due.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandLine } from '../command-line.ts';
import { gatewayJsonSchema, schemaFile } from './gateway-json-schema.ts';

const usage = `npm run schema

  Writes shared/config/gateway.schema.json anew from the schema that the app checks its gateway file by.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
writeFileSync(schemaFile, gatewayJsonSchema());
