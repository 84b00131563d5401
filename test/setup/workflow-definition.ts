import { readFileSync } from 'node:fs';
import * as z from 'zod';

const runAfter = z.record(z.string(), z.array(z.enum(['Succeeded', 'Failed', 'Skipped', 'TimedOut'])).min(1));
const common = {
  description: z.string().optional(),
  runAfter,
  limit: z.strictObject({ timeout: z.string().regex(/^PT\d+[HMS]$/) }).optional(),
  runtimeConfiguration: z
    .strictObject({ secureData: z.strictObject({ properties: z.array(z.enum(['inputs', 'outputs'])) }) })
    .optional(),
};
const schema = z.looseObject({ type: z.literal('object'), properties: z.record(z.string(), z.unknown()) });

const httpSchema = z.strictObject({
  type: z.literal('Http'),
  inputs: z.strictObject({
    method: z.enum(['GET', 'POST', 'DELETE']),
    uri: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown(),
    authentication: z.strictObject({ type: z.literal('ManagedServiceIdentity'), audience: z.string() }).optional(),
    retryPolicy: z
      .strictObject({
        type: z.literal('exponential'),
        count: z.int().min(1).max(90),
        interval: z.string(),
        maximumInterval: z.string(),
      })
      .optional(),
  }),
  ...common,
});
const functionSchema = z.strictObject({
  type: z.literal('Function'),
  inputs: z.strictObject({
    method: z.literal('POST'),
    function: z.strictObject({
      id: z
        .string()
        .regex(
          /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+\/functions\/[^/]+$/,
        ),
    }),
    body: z.looseObject({}),
  }),
  ...common,
});
const parseSchema = z.strictObject({
  type: z.literal('ParseJson'),
  inputs: z.strictObject({ content: z.string(), schema }),
  ...common,
});
const responseSchema = z.strictObject({
  type: z.literal('Response'),
  kind: z.literal('Http'),
  inputs: z.strictObject({
    statusCode: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown(),
  }),
  ...common,
});
const composeSchema = z.strictObject({ type: z.literal('Compose'), inputs: z.unknown(), ...common });
const equalsSchema = z.strictObject({ equals: z.tuple([z.string(), z.union([z.string(), z.number()])]) });
/** An action that holds no others. */
const plainActions = [httpSchema, functionSchema, parseSchema, responseSchema, composeSchema] as const;
const branch = z.record(z.string().regex(/^\w+$/), z.discriminatedUnion('type', plainActions));
const ifSchema = z.strictObject({
  type: z.literal('If'),
  expression: z.strictObject({ and: z.array(equalsSchema).min(1) }),
  actions: branch,
  else: z.strictObject({ actions: branch }),
  ...common,
});

/** One action, in the types that the workflows of this repository use: Microsoft's schema knows more. */
const actionSchema = z.discriminatedUnion('type', [...plainActions, ifSchema]);

const parameterSchema = z.strictObject({ type: z.enum(['String', 'SecureString', 'Int']), defaultValue: z.string() });

const workflowSchema = z.strictObject({
  definition: z.strictObject({
    $schema: z.literal(
      'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#',
    ),
    contentVersion: z.string().regex(/^\d+(\.\d+){3}$/),
    parameters: z.record(z.string(), parameterSchema),
    triggers: z.record(
      z.string(),
      z.strictObject({
        type: z.literal('Request'),
        kind: z.literal('Http'),
        inputs: z.strictObject({ method: z.literal('POST'), schema }),
        runtimeConfiguration: common.runtimeConfiguration,
      }),
    ),
    actions: z.record(z.string().regex(/^\w+$/), actionSchema),
    outputs: z.strictObject({}),
  }),
  kind: z.literal('Stateful'),
});

/** A worked workflow of `infra/logic-app/`. */
export type Workflow = z.output<typeof workflowSchema>['definition'];

/** One of its actions. */
export type WorkflowAction = z.output<typeof actionSchema>;

/** Reads one; throws where it is not of the form that Logic Apps takes. */
export function readWorkflow(name: string): Workflow {
  const file = new URL(`../../infra/logic-app/${name}.workflow.json`, import.meta.url);
  return parseWorkflow(JSON.parse(readFileSync(file, 'utf8')));
}

/** The definition in the contents of such a file. */
export function parseWorkflow(contents: unknown): Workflow {
  return workflowSchema.parse(contents).definition;
}

/** Every action by its name, those within conditions included: names are unique in a whole workflow. */
export function actionsOf(actions: Workflow['actions']): (readonly [string, WorkflowAction])[] {
  return Object.entries(actions).flatMap(([name, action]) => [
    [name, action] as const,
    ...(action.type === 'If' ? [...actionsOf(action.actions), ...actionsOf(action.else.actions)] : []),
  ]);
}
