import * as z from 'zod';

/** One node of a JSON Schema, as far as a page about it has to know. */
export type SchemaNode = z.output<typeof schemaNodeSchema>;

const scalar = z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined);

/** Reads such a node; what the page does not show is left out. */
export const schemaNodeSchema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: scalar,
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  const: scalar,
  get properties() {
    return z.record(z.string(), schemaNodeSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaNodeSchema]).optional();
  },
  get items() {
    return schemaNodeSchema.optional();
  },
  get anyOf() {
    return z.array(schemaNodeSchema).optional();
  },
  required: z.array(z.string()).optional(),
});
