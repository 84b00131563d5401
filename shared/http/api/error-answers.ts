import * as z from 'zod';
import { errorTable, type ErrorCode } from '../../errors.ts';
import type { ApiAnswer, ApiHeader } from './api-operation.ts';
import { errorExample } from './error-examples.ts';
import { limitHeaders } from './served-headers.ts';

const codes = z.enum(Object.keys(errorTable)).describe("Sluice's own word for what went wrong.");
const types = z.enum([...new Set(Object.values(errorTable).map(({ type }) => type))]);

/**
 * The body of every error, in OpenAI's shape. `code` is one of a closed list, except where an upstream refused the
 * request itself: then it is the upstream's own word, which a client library may know.
 */
export const errorSchema = z
  .object({
    error: z.object({
      message: z.string().describe('What went wrong, for a person.'),
      type: types.describe('The kind of error, as client libraries tell them apart.'),
      param: z.string().nullable().describe('The member of the request at fault.'),
      code: z.union([
        codes,
        z
          .string()
          .regex(/^[a-zA-Z_]{1,64}$/)
          .describe(
            "Where an upstream refused the request itself, the upstream's own word, such as `unsupported_value`.",
          ),
      ]),
      innererror: z.looseObject({}).exactOptional().describe("Azure's verdicts of its content filter, as they came."),
    }),
  })
  .describe('An error. The HTTP status belongs to its code.');

/** The answers of one operation that are errors, by status, from the codes it may fail with. */
export function errorAnswers(failures: readonly ErrorCode[]): Readonly<Record<string, ApiAnswer>> {
  const byStatus = Map.groupBy(new Set(failures), (code) => errorTable[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\``).join(', '),
        contents: { 'application/json': errorSchema },
        examples: Object.fromEntries(group.map((code) => [code, errorExample(code)])),
        headers: {
          ...(group.some((code) => mayAskToWait.has(code)) ? waitHeaders : {}),
          ...(status === 429 ? { ...limitHeaders, 'x-should-retry': shouldRetryHeader } : {}),
        },
      },
    ]),
  );
}

const mayAskToWait: ReadonlySet<ErrorCode> = new Set([
  'rate_limit_exceeded',
  'budget_exceeded',
  'upstream_unavailable',
  'identity_unavailable',
]);

/** How long to wait, whatever for. */
export const retryAfterHeader: ApiHeader = { schema: z.int().min(0), description: 'Seconds to wait, rounded up.' };

const shouldRetryHeader: ApiHeader = {
  schema: z.literal('false'),
  description: "Where waiting a little does not help; OpenAI's clients do not try again then.",
};

const waitHeaders: Readonly<Record<string, ApiHeader>> = {
  'retry-after': retryAfterHeader,
  'retry-after-ms': { schema: z.int().min(0), description: 'The same in milliseconds.' },
};
