import * as z from 'zod';

const describedSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  'x-ms-summary': z.string().optional(),
  'x-ms-visibility': z.string().optional(),
  'x-ms-dynamic-values': z
    .object({
      operationId: z.string(),
      parameters: z.record(z.string(), z.string()),
      'value-collection': z.string(),
      'value-path': z.string(),
      'value-title': z.string(),
    })
    .optional(),
  'x-nullable': z.boolean().optional(),
  'x-ms-test-value': z.string().optional(),
  example: z.unknown().optional(),
  required: z.union([z.boolean(), z.array(z.string())]).optional(),
  get properties() {
    return z.record(z.string(), describedSchema).optional();
  },
  get items() {
    return describedSchema.optional();
  },
  get schema() {
    return describedSchema.optional();
  },
});

/** A parameter, a schema or a member of one, as a connector's definition describes it. */
export type Described = z.output<typeof describedSchema>;

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(describedSchema.extend({ name: z.string(), in: z.string() })),
  responses: z.record(z.string(), z.unknown()),
});

const definitionSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });
const answerSchema = z.looseObject({ schema: describedSchema });

/** The operations of a connector's definition, with their body and their answer picked out. */
export function operationsOf(definition: unknown) {
  return Object.entries(definitionSchema.parse(definition).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const body = operation.parameters.find((parameter) => parameter.in === 'body');
      return {
        ...operation,
        path,
        method: method.toUpperCase(),
        body: body?.schema === undefined ? undefined : { schema: body.schema },
        answer: answerSchema.parse(operation.responses['200']),
        /** What is answered while the answer is not there. */
        pending: answerSchema.optional().parse(operation.responses['202']),
      };
    }),
  );
}

/** Every member of a schema, however deep, with where it stands. */
export function propertiesOf(schema: Described | undefined, at: string): (readonly [string, Described])[] {
  const { properties = {}, items } = schema ?? {};
  return [
    ...Object.entries(properties).flatMap(([name, member]) => [
      [`${at}.${name}`, member] as const,
      ...propertiesOf(member, `${at}.${name}`),
    ]),
    ...(items === undefined ? [] : propertiesOf(items, `${at}[]`)),
  ];
}
