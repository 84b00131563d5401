import type { ServerResponse } from 'node:http';
import { azureError, errorVariants, variantOf } from './azure-error.ts';
import type { AzureAnswer, ErrorContext } from './azure-error.ts';
import { breakOff } from './break-off.ts';
import type { Fault } from './fault-rule.ts';
import { pause, untilClosed } from './pause.ts';
import { sendAnswer } from './send-answer.ts';

/** Plays what a fault does before the answer begins. Answers whether the call is over with it. */
export async function playEarlyFault(
  fault: Fault,
  response: ServerResponse,
  context: ErrorContext,
  answered: (status: number) => void,
  word: (answer: AzureAnswer) => AzureAnswer,
): Promise<boolean> {
  switch (fault.kind) {
    case 'status': {
      const answer = word(statusAnswer(fault, context));
      answered(answer.status);
      sendAnswer(response, answer);
      return true;
    }
    case 'delay-headers':
      return !(await pause(response, fault.delayMs));
    case 'reset':
      await breakOff(response, 'reset');
      return true;
    case 'stall':
      if (fault.beforeHeaders !== true) return false;
      await untilClosed(response);
      return true;
    default:
      return false;
  }
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>, context: ErrorContext): AzureAnswer {
  const variant =
    errorVariants.find((known) => known === fault.body) ??
    (fault.body === undefined ? variantOf(fault.status ?? 500) : undefined);
  const waitSeconds = fault.retryAfterMs === undefined ? undefined : Math.ceil(fault.retryAfterMs / 1000);
  const base = variant === undefined ? undefined : azureError(variant, context, waitSeconds);
  const status = fault.status ?? base?.status ?? 500;
  const body = base?.body ??
    fault.body ?? { error: { code: 'InternalServerError', message: `The simulator was asked for a ${status}.` } };
  return { status, body, headers: { ...waitHeaders(fault, base), ...fault.headers } };
}

/** A wait the fault names replaces the variant's own; `retryAfter` alone leaves out the header in milliseconds. */
function waitHeaders(
  { retryAfterMs, retryAfter }: Extract<Fault, { kind: 'status' }>,
  base: AzureAnswer | undefined,
): Record<string, string> {
  if (retryAfterMs === undefined && retryAfter === undefined) return { ...base?.headers };
  return {
    ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': String(retryAfterMs) }),
    'retry-after': retryAfter ?? String(Math.ceil((retryAfterMs ?? 0) / 1000)),
  };
}
