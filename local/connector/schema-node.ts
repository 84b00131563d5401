import * as z from 'zod';

/** One node of a JSON Schema, as far as OpenAPI 2.0 can say the same. */
export type SchemaNode = z.output<typeof schemaNodeSchema>;

/** Reads such a node; the members that are not listed stay. */
export const schemaNodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  get properties() {
    return z.record(z.string(), schemaNodeSchema).optional();
  },
  get items() {
    return schemaNodeSchema.optional();
  },
  get anyOf() {
    return z.array(schemaNodeSchema).optional();
  },
  get oneOf() {
    return z.array(schemaNodeSchema).optional();
  },
  required: z.array(z.string()).optional(),
});

/** The JSON Schema of a zod schema. What has no such form, a check in code, is any value. */
export function schemaNode(schema: z.ZodType, io: 'input' | 'output'): SchemaNode {
  return schemaNodeSchema.parse(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
}
