import * as z from 'zod';
import { gatewayFileSchema } from '../../shared/config/gateway-file-schema.ts';

/** Where the gateway file's JSON Schema stands. */
export const schemaFile = new URL('../../shared/config/gateway.schema.json', import.meta.url);

/**
 * The JSON Schema of the gateway file, as text. Draft 7: the newest that VS Code's editor completes in full. Where the
 * file takes a number, a flag or a text of some form, it also takes `%NAME%`, so the schema does too.
 */
export function gatewayJsonSchema(): string {
  const schema = z.toJSONSchema(gatewayFileSchema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ title: 'Sluice gateway file', ...asRecord(acceptPlaceholders(schema)) }, null, 2)}\n`;
}

function acceptPlaceholders(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(acceptPlaceholders);
  if (typeof schema !== 'object' || schema === null) return schema;
  const accepting = Object.fromEntries(
    // Names of members are taken as they stand, never expanded.
    Object.entries(schema).map(([name, member]) => [name, name === 'propertyNames' ? member : acceptPlaceholders(member)]),
  );
  if (accepting['type'] === 'string' && typeof accepting['pattern'] === 'string') {
    return { ...accepting, pattern: `(?:${accepting['pattern']})|${placeholder}` };
  }
  if (!['integer', 'number', 'boolean'].includes(String(accepting['type']))) return accepting;
  const { type, minimum, maximum, ...rest } = accepting;
  // The bound of safe integers says nothing to whoever completes the file.
  const bounds = { minimum, maximum: maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum };
  return { ...rest, anyOf: [{ type, ...bounds }, { type: 'string', pattern: placeholder }] };
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

const placeholder = '%[A-Za-z_][A-Za-z0-9_]*%';
