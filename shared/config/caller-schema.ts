import * as z from 'zod';
import { callerOperations } from './caller-operations.ts';
import { entraRuleSchema } from './entra-schema.ts';
import { flagSchema, wholeNumber } from './field-schemas.ts';
import { callerBudgetsSchema, callerLimitsSchema } from './limits-schema.ts';
import { strictObject } from './strict-object.ts';

const gatewayKeySchema = strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]{10}$/, { error: 'expected the 10 characters between sluice_ and the next underscore of the key' })
    .describe('The public part of the key, which logs may show.'),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, { error: "expected the SHA-256 of the key's secret part, as 64 hexadecimal digits" })
    .describe("SHA-256 of the key's secret part, in hexadecimal."),
}).describe('A gateway key at rest: made by `npm run sluice -- keys new NAME`.');

/** One caller: who may call, what proves it, and which models and operations it may use. */
export const callerSchema = strictObject({
  keys: z
    .array(gatewayKeySchema)
    .min(1)
    .describe('The keys that prove it; two or more allow a change without a gap.')
    .optional(),
  entra: z
    .array(entraRuleSchema)
    .min(1)
    .describe(
      'What of a token of Entra ID proves it, any of these. Of several callers, the one by objectId is taken, then by appId, by role, by group, each in the order of this file.',
    )
    .optional(),
  models: z.array(z.string().min(1)).describe('Model aliases it may use. Default: every model.').optional(),
  operations: z
    .array(z.enum(callerOperations, { error: `expected one of ${callerOperations.join(', ')}` }))
    .describe('What it may do. Default: everything.')
    .optional(),
  admin: flagSchema.default(false).describe('Whether it may use the administrative routes.'),
  maxJobs: wholeNumber({ min: 1, max: 5_000 })
    .describe('Jobs (`Prefer: respond-async`) it may have open at a time. Default: 1000.')
    .optional(),
  limits: callerLimitsSchema.optional(),
  budgets: callerBudgetsSchema.optional(),
}).describe('Someone who may call.');
