import type { Deployment } from '../config/config.ts';
import { chooseOrder } from '../deployments/choose-order.ts';
import { GatewayError } from '../errors.ts';
import { backoffMs } from '../resilience/backoff.ts';
import { wait } from '../resilience/wait.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/** What served a call, after how many attempts. */
export type Served<Result> = { readonly result: Result; readonly deployment: Deployment; readonly attempts: number };

/** One try of the work at one deployment. `startAttempt` is called before each attempt goes up. */
export type TryDeployment<Result> = (deployment: Deployment, startAttempt: () => void) => Promise<Result>;

/**
 * The one retry loop of the program: tries the deployments until one serves the call.
 *
 * A deployment that fails is left for another before any waiting. When all have failed, the one that may be called
 * soonest is waited for: as long as it asked, or else a growing, jittered backoff. A wait that would pass the call's
 * deadline is not begun. Throws `GatewayError` for the failure that ended the call.
 */
export async function serve<Result>(
  deployments: readonly Deployment[],
  call: Call,
  parts: Parts,
  tryDeployment: TryDeployment<Result>,
): Promise<Served<Result>> {
  const { config, states, now } = parts;
  const endMs = call.startedMs + config.timeouts.deadlineMs;
  const candidates = new Map(
    chooseOrder(deployments, states.of, now(), parts.random).map((deployment): [Deployment, Candidate] => [
      deployment,
      { readyMs: 0, failures: 0, failure: undefined },
    ]),
  );
  let turns = 0;
  let attempts = 0;
  let last: UpstreamFailure | undefined;

  while (candidates.size > 0) {
    const [next, readyMs] = nextUp(candidates, (deployment) => states.of(deployment).throttledUntilMs, now());
    // A turn whose credential cannot be read makes no attempt, and must come to an end all the same.
    if (Math.max(turns, attempts) >= config.retry.maxAttempts) {
      throw endOf(last, next, readyMs - now());
    }
    if (readyMs >= endMs) {
      // What keeps the next one from serving is the answer, not what another deployment said last.
      throw endOf(candidates.get(next)?.failure ?? (now() >= endMs ? last : undefined), next, readyMs - now());
    }
    if (readyMs > now()) {
      await wait(readyMs - now(), call.gone);
    }
    if (call.gone.aborted) {
      throw new GatewayError('caller_gone', 'The caller hung up.');
    }
    turns += 1;
    try {
      return { result: await tryDeployment(next, () => (attempts += 1)), deployment: next, attempts };
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) {
        throw error;
      }
      last = error;
      noteFailure(error, next, parts, call, attempts);
      const candidate = candidates.get(next);
      if (!error.rule.elsewhere) {
        throw error.toGatewayError();
      }
      if (!error.rule.again || candidate === undefined) {
        candidates.delete(next);
      } else {
        const ownWaitMs = backoffMs(candidate.failures, config.retry, parts.random);
        const readyAgainMs = now() + (error.retryAfterMs ?? ownWaitMs);
        candidates.set(next, { readyMs: readyAgainMs, failures: candidate.failures + 1, failure: error });
      }
    }
  }
  throw endOf(last, undefined, 0);
}

/** One deployment in this call: when it may be tried (again), how often it has failed, and how it did last. */
type Candidate = { readonly readyMs: number; readonly failures: number; readonly failure: UpstreamFailure | undefined };

type Candidates = ReadonlyMap<Deployment, Candidate>;

/**
 * The deployment that is next, and when: of those ready now the first in order of choice that has failed this call
 * least often, because going elsewhere comes before trying the same again; else the one that is ready soonest.
 */
function nextUp(
  candidates: Candidates,
  throttledUntilMs: (deployment: Deployment) => number,
  nowMs: number,
): [Deployment, number] {
  const [next] = [...candidates]
    .map(([deployment, { readyMs, failures }]) => ({
      deployment,
      failures,
      readyMs: Math.max(nowMs, readyMs, throttledUntilMs(deployment)),
    }))
    .toSorted((left, right) => left.readyMs - right.readyMs || left.failures - right.failures);
  if (next === undefined) {
    throw new TypeError('There is no deployment to choose from.');
  }
  return [next.deployment, next.readyMs];
}

/** Keeps for later calls what a failure says about the deployment, and logs it. */
function noteFailure(
  failure: UpstreamFailure,
  deployment: Deployment,
  parts: Parts,
  call: Call,
  attempt: number,
): void {
  const nowMs = parts.now();
  const state = parts.states.of(deployment);
  if (failure.kind === 'throttled' && failure.retryAfterMs !== undefined) {
    state.throttledUntilMs = Math.max(state.throttledUntilMs, nowMs + failure.retryAfterMs);
  }
  if (failure.rule.unhealthy && !failure.rule.again) {
    state.avoidedUntilMs = nowMs + avoidedForMs;
  }
  state.failed(failure.kind, failure.status, failure.rule.unhealthy || failure.kind === 'throttled', nowMs);
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

/** The error that ends a call; a wait of `waitMs` until `next` may be tried was too long, or one attempt too many. */
function endOf(failure: UpstreamFailure | undefined, next: Deployment | undefined, waitMs: number): GatewayError {
  const ownWaitMs = waitMs > 0 ? waitMs : undefined;
  if (failure !== undefined) {
    const retryAfterMs = failure.retryAfterMs ?? (failure.rule.again ? ownWaitMs : undefined);
    return failure.toGatewayError(failure.kind === 'never-fits' ? undefined : retryAfterMs);
  }
  if (next === undefined || ownWaitMs === undefined) {
    return new GatewayError('deadline_exceeded', 'The call did not complete within its deadline.');
  }
  return new GatewayError(
    'rate_limit_exceeded',
    `Deployment ${next.name} is over its rate limit for longer than the call may wait.`,
    { retryAfterMs: ownWaitMs },
  );
}

/** A missing deployment may appear (Azure asks for five minutes), a firewall may open: look again once a minute. */
const avoidedForMs = 60_000;
