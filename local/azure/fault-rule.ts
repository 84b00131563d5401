import { z } from 'zod';
import { errorVariants } from './azure-error.ts';

const delayMs = z.int().min(0);
/** Events of a stream, counted from its first, the prompt filter's; in a plain answer any number means half the body. */
const events = z.int().min(0);

/**
 * One way a deployment misbehaves.
 *
 * `status` answers with a status and an Azure body: `body` is one of the variants' names or any JSON; without one it
 * follows the status (429 → `throttled-new` …). `retryAfterMs` and `retryAfter` (seconds or an HTTP date) replace the
 * variant's own wait. `delay-*` wait first, or between events. `cut-after` ends the answer after so many events: `close` a clean end
 * without `[DONE]`, `reset` a destroyed socket. `stall` falls silent after so many events, keeping the connection open;
 * 0 sends only the headers, `beforeHeaders` not even these. `garbage` answers what is no JSON; `truncated-json` ends
 * inside an object. `error-in-stream` sends an error object inside the 200 and ends. `reset` destroys the socket before
 * any byte. `slow` lets the bytes trickle. `empty-choices` streams `choices: []` without end. `async-filter` streams as
 * a deployment with the asynchronous filter does, annotations without `delta` included, one after the finish reason.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(200).max(599).optional(),
    body: z.union([z.enum(errorVariants), z.json()]).optional(),
    retryAfterMs: z.int().min(0).optional(),
    retryAfter: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('delay-headers'), delayMs }),
  z.strictObject({ kind: z.literal('delay-first-chunk'), delayMs }),
  z.strictObject({ kind: z.literal('delay-chunks'), delayMs }),
  z.strictObject({ kind: z.literal('cut-after'), chunks: events, how: z.enum(['close', 'reset']).optional() }),
  z.strictObject({ kind: z.literal('stall'), chunks: events.optional(), beforeHeaders: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('garbage') }),
  z.strictObject({ kind: z.literal('truncated-json') }),
  z.strictObject({
    kind: z.literal('error-in-stream'),
    chunks: events.optional(),
    body: z.enum(errorVariants).optional(),
  }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('slow'), bytesPerSecond: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('empty-choices') }),
  z.strictObject({ kind: z.literal('async-filter') }),
]);

export type Fault = z.infer<typeof faultSchema>;

/**
 * When a fault is played. Absent `resource`, `deployment` and `operation` match all; `skip` lets so many matching calls
 * pass first, `times` ends the rule after so many plays (absent: never ends). The first matching rule in the order they
 * were given is played, so that rules with `times` make a sequence.
 */
export const faultRuleSchema = z.strictObject({
  resource: z.string().optional(),
  deployment: z.string().optional(),
  operation: z.string().optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).optional(),
  fault: faultSchema,
});

export type FaultRule = z.infer<typeof faultRuleSchema>;
