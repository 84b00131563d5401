import * as z from 'zod';
import { nameSchema, positiveSchema, shareSchema, wholeNumber } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

const rateMembers = {
  requestsPerMinute: positiveSchema.describe('Requests it may make in any minute.').optional(),
  tokensPerMinute: positiveSchema
    .describe(
      'Tokens it may use in any minute: prompts, and the longest answers asked for until the real ones are known.',
    )
    .optional(),
  mode: z.enum(['hard', 'shadow']).default('hard').describe('hard refuses what is more, shadow only measures it.'),
};

/** A caller's `limits`: its rates over all models, and for models by alias. */
export const callerLimitsSchema = strictObject({
  ...rateMembers,
  models: z
    .record(
      nameSchema,
      z.lazy(() => strictObject(rateMembers).describe('Its rates for this model.')),
    )
    .describe('Rates for single models, by alias, beside those over all of them.')
    .optional(),
}).describe('How fast it may call.');

// Built, like all that few gateway files say of each of many, when it is said: every start would wait for the rest.
const budgetMembers = () => ({
  tokens: wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER })
    .describe('Tokens it grants. Either this or dollars.')
    .optional(),
  dollars: dollarSchema().describe('US dollars it grants, to a millionth. Either this or tokens.').optional(),
  per: z.enum(['hour', 'day', 'month', 'total']).describe('The period it is for; total never begins anew.'),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: 'expected an IANA time zone such as Europe/Berlin' })
    .default('UTC')
    .describe('IANA time zone of the period.'),
  name: nameSchema.describe('Tells apart two budgets of the same unit and period.').optional(),
  mode: z
    .enum(['hard', 'soft', 'shadow'])
    .default('hard')
    .describe('hard refuses what is more, soft warns the caller, shadow only measures it.'),
  warnAtPercent: wholeNumber({ min: 0, max: 100 }).default(80).describe('Share of it from which callers are warned.'),
});

/** A caller's `budgets`: what it, or each of its sessions, may use. */
export const callerBudgetsSchema = z
  .array(
    z.lazy(() =>
      strictObject({
        ...budgetMembers(),
        for: z.enum(['caller', 'session']).default('caller').describe('Whether each of its sessions has its own.'),
      })
        .check(grantsOneUnit)
        .transform(({ tokens, dollars, ...rest }) => ({ ...rest, ...grantOf(tokens, dollars) })),
    ),
  )
  .describe('What it may use.');

/** The top-level `teams`: callers that share budgets. */
export const teamsSchema = z
  .record(
    nameSchema,
    z.lazy(() =>
      strictObject({
        callers: z.array(z.string().min(1)).min(1).describe('The callers that share the budgets.'),
        budgets: z
          .array(
            strictObject(budgetMembers())
              .check(grantsOneUnit)
              .transform(({ tokens, dollars, ...rest }) => ({ ...rest, ...grantOf(tokens, dollars) })),
          )
          .min(1)
          .describe('What they may use together.'),
      }).describe('Callers that share budgets.'),
    ),
  )
  .describe('Callers that share budgets, by name of the team.');

/** The top-level `limits`: how limits are kept, and what paces deployments. */
export const limitsSchema = strictObject({
  whenStoreIsDown: z
    .enum(['open', 'closed', 'local-share'])
    .default('local-share')
    .describe('While Redis is down: let every call pass, none, or as many as the local share of each limit allows.'),
  localSharePercent: wholeNumber({ min: 1, max: 100 })
    .default(25)
    .describe(
      'Share of each limit that an instance may use while Redis is down, rounded down: less than one call lets none pass.',
    ),
  leaseSeconds: wholeNumber({ min: 5, max: 600 })
    .default(30)
    .describe('How long what a call reserved stays so when its instance dies.'),
  maxWaiting: wholeNumber({ min: 0, max: 100_000 })
    .default(100)
    .describe('Most calls that wait at one limit in one instance; 0 refuses at once.'),
  maxWaitSeconds: wholeNumber({ min: 0, max: 200 }).default(0).describe('Longest wait in line of a call.'),
  deployments: z
    .record(
      nameSchema,
      z.lazy(() =>
        strictObject({
          requestsPerMinute: rateMembers.requestsPerMinute,
          tokensPerMinute: rateMembers.tokensPerMinute,
          requestSliceSeconds: z
            .array(wholeNumber({ min: 1, max: 30 }))
            .describe('Seconds over which its requests are checked. Default: 10, from 600 a minute on also 1.')
            .optional(),
        }).describe('What a deployment is paced by, in place of its capacity.'),
      ),
    )
    .describe('Pace of deployments, by name. Default: their capacity.')
    .default({}),
}).describe('How limits are kept.');

function grantsOneUnit(context: z.core.ParsePayload<{ tokens?: unknown; dollars?: unknown }>): void {
  const { tokens, dollars } = context.value;
  if ((tokens === undefined) === (dollars === undefined)) {
    const message = 'expected either tokens or dollars';
    context.issues.push({ code: 'custom', message, input: context.value });
  }
}

function grantOf(
  tokens: number | undefined,
  dollars: number | undefined,
): { tokens: number } | { microDollars: number } {
  return tokens === undefined ? { microDollars: Math.round((dollars ?? 0) * 1_000_000) } : { tokens };
}

function dollarSchema() {
  return shareSchema.refine(
    (dollars) => dollars <= 1_000_000_000 && Math.abs(dollars * 1e6 - Math.round(dollars * 1e6)) < 1e-3,
    {
      error: 'expected US dollars to a millionth, at most a thousand million',
    },
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
