import type { Deployment, HedgePolicy } from '../config/config.ts';
import { chooseOrder } from '../deployments/choose-order.ts';
import { GatewayError } from '../errors.ts';
import { backoffMs } from '../resilience/backoff.ts';
import type { BreakerPermit } from '../resilience/breaker-permit.ts';
import { wait } from '../resilience/wait.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import { Candidates, type Candidate } from './candidates.ts';
import { choiceOf } from './choice-of.ts';
import { endOfCall } from './end-of-call.ts';
import { hedged } from './hedged.ts';
import { noteFailure } from './note-failure.ts';
import type { Parts } from './parts.ts';
import type { Tier } from './plan-call.ts';

/** What served a call, after how many attempts. Whoever takes it says to the permit how the call ended. */
export type Served<Result> = {
  readonly result: Result;
  readonly deployment: Deployment;
  readonly attempts: number;
  readonly permit: BreakerPermit;
};

/** One try of the work at one deployment. `startAttempt` is called before each attempt goes up. */
export type TryDeployment<Result> = (deployment: Deployment, call: Call, startAttempt: () => void) => Promise<Result>;

/** What a route asks of the retry loop beyond trying its deployments. */
export type ServeOptions<Result> = {
  /** Where a refusal leads instead of ending the call: a longer window, a model with another filter. */
  readonly divert?: (failure: UpstreamFailure) => Tier | undefined;
  readonly hedge?: HedgePolicy | undefined;
  /** What the call may take of a deployment's quota, where that decides the choice. */
  readonly neededTokens?: number | undefined;
  /** Gives back a result that came too late to serve. */
  readonly discard?: (result: Result) => void;
};

/**
 * The one retry loop of the program: tries the deployments until one serves the call.
 *
 * A deployment that fails is left for another before any waiting, and for another model after a second failure. When
 * all have failed, the one that may be called soonest is waited for: as long as it asked, or else a growing, jittered
 * backoff. A wait that would pass the call's deadline is not begun, nor one for a circuit that is open. Throws
 * `GatewayError` for the failure that ended the call.
 */
export async function serve<Result>(
  tiers: readonly Tier[],
  call: Call,
  parts: Parts,
  tryDeployment: TryDeployment<Result>,
  options: ServeOptions<Result> = {},
): Promise<Served<Result>> {
  const { config, states, breakers, now } = parts;
  const endMs = call.startedMs + config.timeouts.deadlineMs;
  const candidates = new Candidates(({ name }) =>
    Math.max(states.of({ name }).throttledUntilMs, breakers.of(name).admitsAtMs),
  );
  for (const tier of tiers) {
    candidates.add(orderOf(tier, parts, options.neededTokens));
  }
  let turns = 0;
  let attempts = 0;
  let last: UpstreamFailure | undefined;
  const startAttempt = (): void => {
    attempts += 1;
  };

  for (let next = candidates.next(now()); next !== undefined; next = candidates.next(now())) {
    // A turn whose credential cannot be read makes no attempt, and must come to an end all the same.
    if (Math.max(turns, attempts) >= config.retry.maxAttempts) {
      throw endOfCall(last, next, now(), parts);
    }
    if (next.readyMs >= endMs || (next.readyMs > now() && breakers.of(next.deployment.name).admitsAtMs > now())) {
      // What keeps the next one from serving is the answer, not what another deployment said last.
      throw endOfCall(next.failure ?? (now() >= endMs ? last : undefined), next, now(), parts);
    }
    if (next.readyMs > now()) {
      await wait(next.readyMs - now(), call.gone);
    }
    if (call.gone.aborted) {
      throw new GatewayError('caller_gone', 'The caller hung up.');
    }
    turns += 1;
    const outcome = await takeTurn(next, candidates, call, parts, tryDeployment, startAttempt, options);
    if ('result' in outcome) {
      return { ...outcome, attempts };
    }
    for (const { deployment, failure } of outcome.failures) {
      last = failure;
      noteFailure(failure, deployment, parts, call, attempts);
      if (!failure.rule.elsewhere) {
        const diverted = options.divert?.(failure);
        if (diverted === undefined) {
          throw failure.toGatewayError();
        }
        candidates.replaceBy(orderOf(diverted, parts, options.neededTokens));
      } else if (failure.rule.again) {
        const ownWaitMs = backoffMs(candidates.failuresOf(deployment), config.retry, parts.random);
        candidates.failed(deployment, failure, now() + (failure.retryAfterMs ?? ownWaitMs));
      } else {
        candidates.remove(deployment);
      }
    }
  }
  throw endOfCall(last, undefined, now(), parts);
}

/** What came of one turn: a result, or the failures of all who took part in it. */
export type Turn<Result> =
  | { readonly result: Result; readonly deployment: Deployment; readonly permit: BreakerPermit }
  | { readonly failures: readonly { readonly deployment: Deployment; readonly failure: UpstreamFailure }[] };

async function takeTurn<Result>(
  next: Candidate,
  candidates: Candidates,
  call: Call,
  parts: Parts,
  tryDeployment: TryDeployment<Result>,
  startAttempt: () => void,
  options: ServeOptions<Result>,
): Promise<Turn<Result>> {
  const contend = (deployment: Deployment, turnCall: Call): Promise<Turn<Result>> => {
    parts.states.of(deployment).quota.spend(options.neededTokens ?? 0);
    return tryWithPermit(deployment, turnCall, parts, tryDeployment, startAttempt);
  };
  if (options.hedge === undefined) {
    return contend(next.deployment, call);
  }
  const afterMs =
    parts.latencies.of(next.deployment.alias).percentile(options.hedge.percentile) ?? options.hedge.afterMs;
  return hedged(next.deployment, call, afterMs, contend, {
    second: () => {
      const other = candidates.next(parts.now(), next.deployment);
      return other !== undefined && other.readyMs <= parts.now() ? other.deployment : undefined;
    },
    onLost: (turn) => {
      turn.permit.released();
      parts.log.info('hedge-lost', { requestId: call.requestId, deployment: turn.deployment.name });
      options.discard?.(turn.result);
    },
  });
}

async function tryWithPermit<Result>(
  deployment: Deployment,
  call: Call,
  parts: Parts,
  tryDeployment: TryDeployment<Result>,
  startAttempt: () => void,
): Promise<Turn<Result>> {
  const permit = parts.breakers.of(deployment.name).admit();
  if (permit === undefined) {
    // Another call took the only place while this one waited; the loop looks again.
    return { failures: [] };
  }
  try {
    return { result: await tryDeployment(deployment, call, startAttempt), deployment, permit };
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) {
      permit.released();
      throw error;
    }
    if (error.rule.unhealthy) {
      permit.failed();
    } else {
      permit.released();
    }
    return { failures: [{ deployment, failure: error }] };
  }
}

function orderOf(tier: Tier, parts: Parts, neededTokens: number | undefined): Deployment[] {
  return chooseOrder(tier.deployments, parts.states.of, choiceOf(tier, parts, neededTokens));
}
