import * as z from 'zod';
import { callerSchema } from './caller-schema.ts';
import { entraSchema } from './entra-schema.ts';
import { nameSchema } from './field-schemas.ts';
import { limitsSchema, teamsSchema } from './limits-schema.ts';
import { modelSchema } from './model-schema.ts';
import { breakerSchema } from './route-schema.ts';
import { modelOverrideSchema } from '../model-entry.ts';
import { retrySchema } from './retry-schema.ts';
import { strictObject } from './strict-object.ts';
import { timeoutsSchema } from './timeouts-schema.ts';
import { upstreamSchema } from './upstream-schema.ts';

/** The gateway file: which resources there are, which models they serve, and who may call. */
export const gatewayFileSchema = strictObject({
  $schema: z.string().describe('Address of the JSON Schema of this file, for editors.').optional(),
  upstreams: z
    .record(nameSchema, upstreamSchema)
    .meta({ description: 'Resources that answer calls, by name.', minProperties: 1 }),
  models: z
    .record(nameSchema, modelSchema)
    .meta({ description: 'Models that callers can ask for, by alias.', minProperties: 1 }),
  callers: z
    .record(nameSchema, callerSchema)
    .meta({ description: 'Who may call, by name. Nobody else can.', minProperties: 1 }),
  entra: entraSchema.optional(),
  functionKeyCaller: nameSchema
    .describe(
      'The caller of calls that Functions let in by a function key, on routes that ask for one. Default: nobody.',
    )
    .optional(),
  teams: teamsSchema.default({}),
  limits: limitsSchema.prefault({}),
  catalogue: z
    .record(z.string().min(1).max(128), modelOverrideSchema)
    .meta({ description: 'Windows, parameters and prices of models, over those that are built in, by model name.' })
    .default({}),
  retry: retrySchema.prefault({}),
  breaker: breakerSchema.prefault({}),
  timeouts: timeoutsSchema.prefault({}),
});

/** A gateway file that has passed its schema, defaults filled in. */
export type GatewayFile = z.output<typeof gatewayFileSchema>;
