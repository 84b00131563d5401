// Run as `node local/cli/write-schema.ts` after a change to the gateway file's schema; a test says when it is due.
import { writeFileSync } from 'node:fs';
import { gatewayJsonSchema, schemaFile } from './gateway-json-schema.ts';

writeFileSync(schemaFile, gatewayJsonSchema());
