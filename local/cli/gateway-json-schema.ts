import * as z from 'zod';
import { gatewayFileSchema } from '../../shared/config/gateway-file-schema.ts';
import { formatJson } from './format-json.ts';

/** Where the gateway file's JSON Schema stands. */
export const schemaFile = new URL('../../shared/config/gateway.schema.json', import.meta.url);

/**
 * The JSON Schema of the gateway file, as text. Draft 7: the newest that VS Code's editor completes in full. Where the
 * file takes a number, a flag or a text of some form, it also takes `%NAME%`, so the schema does too.
 */
export function gatewayJsonSchema(): string {
  const schema = z.toJSONSchema(gatewayFileSchema, {
    target: 'draft-7',
    io: 'input',
    // Zod leaves defaults out where a value may come as text; it says them nowhere else.
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'default' && typeof def.defaultValue !== 'object') {
        Object.assign(jsonSchema, { default: def.defaultValue });
      }
    },
  });
  return `${formatJson(acceptPlaceholders({ title: 'Sluice gateway file', ...schema }))}\n`;
}

function acceptPlaceholders(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(acceptPlaceholders);
  if (typeof schema !== 'object' || schema === null) return schema;
  const accepting = new Map<string, unknown>(
    // Names of members are taken as they stand, never expanded.
    Object.entries(schema).map(([name, member]) => [
      name,
      name === 'propertyNames' ? member : acceptPlaceholders(member),
    ]),
  );
  const type = accepting.get('type');
  const pattern = accepting.get('pattern');
  if (type === 'string' && typeof pattern === 'string') accepting.set('pattern', `(?:${pattern})|${placeholder}`);
  if (type === 'integer' || type === 'number' || type === 'boolean') {
    const minimum = accepting.get('minimum');
    // The bound of safe integers says nothing to whoever completes the file.
    const maximum = accepting.get('maximum') === Number.MAX_SAFE_INTEGER ? undefined : accepting.get('maximum');
    for (const name of ['type', 'minimum', 'maximum']) accepting.delete(name);
    accepting.set('anyOf', [
      { type, minimum, maximum },
      { type: 'string', pattern: placeholder },
    ]);
  }
  return Object.fromEntries(accepting);
}

const placeholder = '%[A-Za-z_][A-Za-z0-9_]*%';
