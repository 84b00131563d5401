import type { Deployment } from '../config/config.ts';
import { attributes, events } from '../telemetry/names.ts';
import type { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/** Keeps for later calls what a failure says about the deployment, and logs it. */
export function noteFailure(
  failure: UpstreamFailure,
  deployment: Deployment,
  parts: Parts,
  call: Call,
  attempt: number,
): void {
  const nowMs = parts.now();
  call.tally?.failedAttempts.set(deployment.name, (call.tally.failedAttempts.get(deployment.name) ?? 0) + 1);
  const state = parts.states.of(deployment);
  if (failure.kind === 'throttled' && failure.retryAfterMs !== undefined) {
    state.throttledUntilMs = Math.max(state.throttledUntilMs, nowMs + failure.retryAfterMs);
  }
  if (failure.rule.unhealthy && !failure.rule.again) {
    state.avoidedUntilMs = nowMs + avoidedForMs;
  }
  state.failed(failure.kind, failure.status, failure.rule.unhealthy || failure.kind === 'throttled', nowMs);
  if (failure.kind === 'no-credential') {
    // There was no attempt, and so there is no span of it.
    call.span?.note(events.attemptFailed, {
      [attributes.deployment]: deployment.name,
      [attributes.failure]: failure.kind,
    });
  }
  parts.log.warn('attempt-failed', {
    requestId: call.requestId,
    deployment: deployment.name,
    attempt,
    failure: failure.kind,
    status: failure.status,
    retryAfterMs: failure.retryAfterMs,
    upstreamRequestId: failure.upstreamRequestId,
  });
}

/** A missing deployment may appear (Azure asks for five minutes), a firewall may open: look again once a minute. */
const avoidedForMs = 60_000;
