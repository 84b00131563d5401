import * as z from 'zod';
import type { JsonObject } from '../../openai/json-object.ts';

/** Schemas as documents have them. */
export type JsonSchemas = {
  /** Those that have a name, by it. */
  readonly components: Readonly<Record<string, JsonObject>>;
  /** Any of the others as it stands where it is used, or a reference to one that has a name. */
  of(schema: z.ZodType): JsonObject;
};

/**
 * The JSON Schemas (2020-12) of what is put in and of `others`, which stand where they are used. A schema that has a name
 * is referred to wherever it occurs.
 */
export function jsonSchemas(
  components: Readonly<Record<string, z.ZodType>>,
  others: ReadonlySet<z.ZodType>,
): JsonSchemas {
  const registry = z.registry<{ id: string }>();
  const names = new Map(Object.entries(components).map(([name, schema]) => [schema, name]));
  const places = new Map([...others].filter((schema) => !names.has(schema)).map((schema, at) => [schema, `.${at}`]));
  for (const [schema, id] of [...names, ...places]) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    // What is parsed may be looser than what comes of it; an answer that has more members one day is still valid.
    io: 'input',
    // A custom check says what it accepts by its metadata.
    unrepresentable: ({ zodSchema }) => (zodSchema instanceof z.ZodCustom ? {} : 'throw'),
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  const plain = new Map(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
  return {
    components: Object.fromEntries([...names.values()].map((name) => [name, plain.get(name) ?? {}])),
    of(schema) {
      const name = names.get(schema);
      return name === undefined ? (plain.get(places.get(schema) ?? '') ?? {}) : refTo(name);
    },
  };
}

function refTo(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/** Leaves out what says nothing to a reader: a double's bounds of whole numbers, a date's pattern beside its format. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format !== undefined) delete schema.pattern;
  if (isEmpty(schema.additionalProperties)) schema.additionalProperties = true;
}

function isEmpty(schema: z.core.JSONSchema.BaseSchema['additionalProperties']): boolean {
  return typeof schema === 'object' && Object.keys(schema).length === 0;
}
