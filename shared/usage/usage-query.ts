import * as z from 'zod';
import { GatewayError } from '../errors.ts';

/** What calls can be summed by. Hours, days and months are UTC. */
export const usageGroupings = ['hour', 'day', 'month', 'caller', 'model', 'deployment'] as const;

/** One thing calls can be summed by. */
export type UsageGrouping = (typeof usageGroupings)[number];

/** A question to the ledger: of calls begun in `[fromMs, toMs)`; the records themselves where `groupBy` is empty. */
export type UsageQuery = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly caller?: string | undefined;
  readonly model?: string | undefined;
  readonly deployment?: string | undefined;
  readonly groupBy: readonly UsageGrouping[];
  readonly limit: number;
  readonly cursor?: string | undefined;
};

const moment = z.lazy(() =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: 'expected a date or a date and time with a zone',
    })
    .transform((text) => Date.parse(text)),
);
const name = z.string().min(1).max(256);

/** The parameters of a question as text, the way an address carries them. Dates are taken as UTC. */
export const usageParametersSchema = z.lazy(() =>
  z.strictObject({
    from: moment.optional().describe('First moment: a date, which begins at midnight UTC, or a date and time.'),
    to: moment.optional().describe('The moment to stop before. Default: now.'),
    caller: name.optional(),
    model: name.optional(),
    deployment: name.optional(),
    group_by: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(z.enum(usageGroupings)).max(3))
      .optional()
      .describe(`Up to three of ${usageGroupings.join(', ')}, with commas between. Default: the records themselves.`),
    limit: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(1).max(1000))
      .optional()
      .describe('Most rows in one answer, up to 1000. Default: 100.'),
    cursor: z.string().max(2048).optional().describe("An answer's cursor, to go on behind it."),
  }),
);

/**
 * The question that an address asks at `nowMs`: by default the last 24 hours, at most 400 days. Throws
 * `invalid_request` with the parameter at fault.
 */
export function parseUsageQuery(parameters: Readonly<Record<string, string>>, nowMs: number): UsageQuery {
  const parsed = usageParametersSchema.safeParse(parameters);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      const unknown = String(issue.keys[0]).slice(0, longestName);
      throw refusal(unknown, `Unknown parameter: '${unknown}'. Known are ${Object.keys(expected).join(', ')}.`);
    }
    const param = String(issue?.path[0]);
    throw refusal(param, `Invalid value for '${param}': expected ${expected[param] ?? 'another'}.`);
  }
  const { from, to = nowMs, group_by: groupBy = [], limit = 100, ...rest } = parsed.data;
  const fromMs = from ?? to - dayMs;
  if (fromMs >= to) throw refusal('from', 'from must be before to.');
  if (to - fromMs > 400 * dayMs) throw refusal('from', 'from and to may be 400 days apart at most.');
  return { ...rest, fromMs, toMs: to, groupBy: [...new Set(groupBy)], limit };
}

/** What each parameter takes, in words for a person. `format` is read where the answer is written. */
const expected: Readonly<Record<string, string>> = {
  from: 'a date, or a date and time with a zone',
  to: 'a date, or a date and time with a zone',
  caller: '1 to 256 characters',
  model: '1 to 256 characters',
  deployment: '1 to 256 characters',
  group_by: `up to three of ${usageGroupings.join(', ')}, with commas between`,
  limit: 'a whole number from 1 to 1000',
  cursor: "an earlier answer's cursor",
  format: 'json or csv',
};

const longestName = 64;

function refusal(param: string, message: string): GatewayError {
  return new GatewayError('invalid_request', message, { param });
}

const dayMs = 86_400_000;
