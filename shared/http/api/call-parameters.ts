import * as z from 'zod';
import { fitSchema } from '../../config/route-schema.ts';
import type { ApiParameter } from './api-operation.ts';

/** What a call of a model may say in its headers, whichever its route. */
export const callParameters: readonly ApiParameter[] = [
  header('x-sluice-session', z.string().max(256), 'The session whose budget the call is charged to as well.'),
  header(
    'x-sluice-fit',
    fitSchema.unwrap(),
    "What is done to a chat that does not fit its model, instead of the model's own `fit`.",
  ),
  header(
    'cache-control',
    z.string(),
    '`no-cache`, `no-store`, `only-if-cached`, `max-age`, `max-stale`: of kept answers.',
  ),
  header('x-sluice-min-similarity', z.number().min(0).max(1), 'How alike a question must be for a kept answer to it.'),
];

/** With `true` the answer says what would become of the call; nothing is sent. */
export const dryRunParameter: ApiParameter = header(
  'x-sluice-dry-run',
  z.enum(['true', 'false']),
  'With `true` the answer says what the call would become: tokens, cost, deployment. Nothing is sent.',
);

function header(name: string, schema: z.ZodType, description: string): ApiParameter {
  return { name, in: 'header', schema, isRequired: false, description };
}
