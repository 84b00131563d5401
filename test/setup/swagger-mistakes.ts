import { Ajv } from 'ajv';
import type { Described } from './connector-definition.ts';

const ajv = new Ajv({ strict: false, allErrors: true });

/** What is wrong with a value by a schema of OpenAPI 2.0, one line each; where that says `x-nullable`, null is fine. */
export function swaggerMistakes(schema: Described, value: unknown): string[] {
  const isValid = ajv.compile(nullable(schema));
  return isValid(value) ? [] : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function nullable(schema: Described): object {
  const { properties, items, example: _example, ...rest } = schema;
  const plain = {
    ...rest,
    ...(items === undefined ? {} : { items: nullable(items) }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, nullable(each)])) }),
  };
  return schema['x-nullable'] === true ? { anyOf: [{ type: 'null' }, plain] } : plain;
}
