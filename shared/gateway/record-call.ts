import type { TokenUsage } from '../openai/token-usage.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import type { ServedBy } from './served-by.ts';

/** How a call ended, for its one log line. */
export type CallOutcome = {
  readonly operation: string;
  readonly model: string;
  readonly served: ServedBy;
  readonly usage: TokenUsage | undefined;
  readonly outcome: 'completed' | 'cut' | 'abandoned';
  readonly stream: boolean;
};

/** Writes the one line that says what a call became. Never a prompt or an answer. */
export function recordCall(call: Call, parts: Parts, { served, usage, ...outcome }: CallOutcome): void {
  parts.log.info('call-ended', {
    requestId: call.requestId,
    caller: call.caller.name,
    keyId: call.keyId,
    deployment: served.deployment.name,
    attempts: served.attempts,
    cache: served.cache,
    degraded: served.degraded,
    ...outcome,
    promptTokens: usage?.promptTokens,
    completionTokens: usage?.completionTokens,
    estimated: usage?.estimated,
    durationMs: parts.now() - call.startedMs,
  });
}
