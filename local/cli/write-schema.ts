import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { gatewayFileSchema } from '../../shared/config/gateway-file-schema.ts';

/** Where the gateway file's JSON Schema stands. */
export const schemaFile = new URL('../../shared/config/gateway.schema.json', import.meta.url);

/**
 * The JSON Schema of the gateway file, as text. Draft 7: the newest that VS Code's editor completes in full. Where the
 * file takes a number, a flag or a text of some form, it also takes `%NAME%`, so the schema does too.
 */
export function gatewayJsonSchema(): string {
  const schema = z.toJSONSchema(gatewayFileSchema, { target: 'draft-7', io: 'input', override: acceptPlaceholder });
  const titled = { ...schema, title: 'Sluice gateway file' };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

function acceptPlaceholder({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { type, pattern } = jsonSchema;
  if (type === 'string' && pattern !== undefined) jsonSchema.pattern = `(?:${pattern})|${placeholder}`;
  if (type !== 'integer' && type !== 'number' && type !== 'boolean') return;
  const { minimum, maximum } = jsonSchema;
  delete jsonSchema.type;
  delete jsonSchema.minimum;
  delete jsonSchema.maximum;
  const bounds = {
    ...(minimum === undefined ? {} : { minimum }),
    // The safe-integer bound says nothing to a person who completes the file.
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
  jsonSchema.anyOf = [{ type, ...bounds }, { type: 'string', pattern: placeholder }];
}

const placeholder = '%[A-Za-z_][A-Za-z0-9_]*%';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(schemaFile, gatewayJsonSchema());
