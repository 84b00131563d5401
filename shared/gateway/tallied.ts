import { GatewayError } from '../errors.ts';
import type { Call } from './call.ts';
import { withCallSpan } from './call-span.ts';
import { createTally } from './call-tally.ts';
import type { Parts } from './parts.ts';
import { recordRefusal, type RefusedOperation } from './record-refusal.ts';

/** Does a call's work with a tally of its own; when it is refused, that is written down, and thrown on. */
export async function tallied<Result>(
  operation: RefusedOperation,
  call: Call,
  parts: Parts,
  work: (call: Call) => Promise<Result>,
): Promise<Result> {
  const { call: spanned, letGo } = withCallSpan(operation, call, parts);
  const counted = { ...spanned, tally: { ...createTally(call), letSpanGo: letGo } };
  try {
    return await work(counted);
  } catch (error) {
    if (!(error instanceof GatewayError)) {
      letGo();
    } else {
      recordRefusal(error, operation, counted, parts);
      parts.metrics.noteCounted(error);
    }
    throw error;
  }
}
