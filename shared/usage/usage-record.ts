import * as z from 'zod';

const count = z.int().min(0);
const name = z.string().max(256);

/** One call as the ledger keeps it. The same call always makes the same record, however often it is written. */
export const usageRecordSchema = z.lazy(() =>
  z.object({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,160}$/)
      .describe("The call's request id, with a suffix where one request made several calls. Never used twice."),
    atMs: count.describe('When the call began, in epoch milliseconds.'),
    caller: name.min(1),
    keyId: name.describe(
      "The public id of what proved the caller: of a gateway key, `entra:` and an application's, or `function-key`.",
    ),
    model: name.describe('The alias that was asked for.'),
    catalogueModel: name.nullable().describe('What served, as the catalogue names it.'),
    deployment: name.nullable().describe('What served; null when nothing did.'),
    provider: name.nullable(),
    operation: name,
    stream: z.boolean(),
    outcome: z
      .enum(['completed', 'cut', 'abandoned', 'refused'])
      .describe('cut: the upstream broke off; abandoned: the caller did; refused: there was no answer but an error.'),
    errorCode: name.nullable(),
    status: count.describe('The HTTP status the caller was answered with.'),
    attempts: count,
    failedAttempts: z.record(name, count).describe('Deployment to the number of its attempts that failed.'),
    cache: z.enum(['hit', 'miss', 'stale', 'bypass']),
    promptTokens: count.describe(
      'The whole input, cached and written to the cache included. 0 for an answer kept here.',
    ),
    cachedTokens: count,
    cacheWriteTokens: count,
    completionTokens: count.describe('The whole output, reasoning included.'),
    reasoningTokens: count,
    estimated: z.boolean().describe('Whether Sluice counted, because the upstream never got to say.'),
    costKind: z
      .enum(['metered', 'prepaid', 'unknown', 'none'])
      .describe('none: nothing was consumed; prepaid: on provisioned capacity, which costs nothing more.'),
    costNanoDollars: count.nullable().describe('Billionths of a US dollar; null when the price is unknown.'),
    listNanoDollars: count.nullable().describe('What a prepaid call would have cost by the token.'),
    unpricedReason: name.nullable(),
    latencyMs: count,
    firstOutputMs: count.nullable().describe('From the start of the last attempt to its first output.'),
  }),
);

/** One call as the ledger keeps it. Never a prompt or an answer. */
export type UsageRecord = Readonly<z.output<typeof usageRecordSchema>>;
