import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { expressionsIn } from './workflow-expression.ts';
import { parseWorkflow, type Workflow } from './workflow-definition.ts';

const connectionSchema = z.strictObject({
  function: z.strictObject({ id: z.string() }),
  triggerUrl: z.url({ protocol: /^https$/ }),
  authentication: z.strictObject({
    type: z.literal('QueryString'),
    name: z.literal('Code'),
    value: z.string().regex(/^@appsetting\('\w+'\)$/),
  }),
  displayName: z.string(),
});
const connectionsSchema = z.strictObject({
  functionConnections: z.record(z.string().regex(/^\w+$/), connectionSchema),
});
const parametersSchema = z.record(z.string(), z.strictObject({ type: z.literal('String'), value: z.string() }));
const workflowSchema = z.looseObject({ definition: z.looseObject({ parameters: z.never().optional() }) });
const byConnection = z.strictObject({ connectionName: z.string() });

/** The connections of functions of the Standard project in `infra/logic-app/standard/`, by their names. */
export const functionConnections = connectionsSchema.parse(read('connections.json')).functionConnections;

const parameters = parametersSchema.parse(read('parameters.json'));

/**
 * One of the workflows of that project as a Consumption workflow would say it: a function by its id instead of a connection,
 * and the parameters that it uses in itself. Throws where it is not of the form that Standard workflows have.
 */
export function readStandardWorkflow(name: string): Workflow {
  const { definition, ...rest } = workflowSchema.parse(
    read(`${name}/workflow.json`, (key, value) => {
      const named = key === 'function' ? byConnection.parse(value) : undefined;
      return named === undefined ? value : functionConnections[named.connectionName]?.function;
    }),
  );
  const used = new Set(
    expressionsIn(definition).flatMap(({ name: called, argument }) => (called === 'parameters' ? [argument] : [])),
  );
  const own = Object.entries(parameters)
    .filter(([parameter]) => used.has(parameter))
    .map(([parameter, { type, value }]) => [parameter, { type, defaultValue: value }]);
  return parseWorkflow({ ...rest, definition: { ...definition, parameters: Object.fromEntries(own) } });
}

function read(path: string, revive?: (key: string, value: unknown) => unknown): unknown {
  return JSON.parse(readFileSync(new URL(`../../infra/logic-app/standard/${path}`, import.meta.url), 'utf8'), revive);
}
