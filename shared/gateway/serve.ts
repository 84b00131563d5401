import type { Deployment, HedgePolicy } from '../config/config.ts';
import { chooseOrder } from '../deployments/choose-order.ts';
import { GatewayError } from '../errors.ts';
import { backoffMs } from '../resilience/backoff.ts';
import type { BreakerPermit } from '../resilience/breaker-permit.ts';
import { wait } from '../resilience/wait.ts';
import { attributes, events } from '../telemetry/names.ts';
import type { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import { Candidates } from './candidates.ts';
import { choiceOf } from './choice-of.ts';
import { deadlineAtMs } from './deadline-at-ms.ts';
import { endOfCall } from './end-of-call.ts';
import { noteFailure } from './note-failure.ts';
import type { Parts } from './parts.ts';
import type { Tier } from './plan-call.ts';
import { takeTurn, type TurnOf } from './take-turn.ts';

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
export type ServeOptions = {
  /** Where a refusal leads instead of ending the call: a longer window, a model with another filter. */
  readonly divert?: (failure: UpstreamFailure) => Tier | undefined;
  readonly hedge?: HedgePolicy | undefined;
  /** Whether the latencies to go by are those of streams, until their first output; else of whole answers. */
  readonly streams?: boolean;
  /** What the call may take of a deployment's quota, where that decides the choice. */
  readonly neededTokens?: number | undefined;
  /** What a deployment of this model will estimate the call at when it arrives; asked where it is paced by tokens. */
  readonly arrivalTokens?: ((model: string) => number) | undefined;
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
  options: ServeOptions = {},
): Promise<Served<Result>> {
  const { config, states, breakers, now } = parts;
  const endMs = deadlineAtMs(call, config);
  const candidates = new Candidates(
    ({ name }) => Math.max(states.of({ name }).throttledUntilMs, breakers.of(name).admitsAtMs),
    undefined,
    ({ name }, readyMs) => readyMs < endMs && breakers.of(name).admitsAtMs <= now(),
  );
  for (const tier of tiers) {
    candidates.add(orderOf(tier, parts, options.neededTokens));
  }
  noteOpenCircuits(tiers, call, parts);
  let turns = 0;
  let last: UpstreamFailure | undefined;
  let failed: Deployment | undefined;
  const tally = { attempts: 0 };
  const turn: TurnOf<Result> = { call, parts, candidates, tryDeployment, options, tally };
  // A turn whose credential cannot be read makes no attempt, and must come to an end all the same.
  const attemptsLeft = (): number => config.retry.maxAttempts - Math.max(turns, tally.attempts);
  const nextOne = () => candidates.next(now(), undefined, attemptsLeft());

  for (let next = nextOne(); next !== undefined; next = nextOne()) {
    if (attemptsLeft() <= 0) {
      throw endOfCall(last, next, now(), parts, tally.attempts);
    }
    if (next.readyMs >= endMs || (next.readyMs > now() && breakers.of(next.deployment.name).admitsAtMs > now())) {
      // What keeps the next one from serving is the answer, not what another deployment said last.
      throw endOfCall(next.failure ?? (now() >= endMs ? last : undefined), next, now(), parts, tally.attempts);
    }
    if (next.readyMs > now()) {
      call.span?.note(events.waited, { [attributes.waitMs]: next.readyMs - now() });
      await wait(next.readyMs - now(), call.gone);
    }
    if (call.gone.aborted) {
      throw new GatewayError('caller_gone', 'The caller hung up.');
    }
    if (failed !== undefined) {
      parts.metrics.movedOn(failed.name, next.deployment.name);
    }
    const outcome = await takeTurn(next, turn);
    failed = 'failures' in outcome && outcome.failures.length > 0 ? next.deployment : undefined;
    turns += 'isPaced' in outcome ? 0 : 1;
    if ('result' in outcome) {
      return { ...outcome, attempts: tally.attempts };
    }
    for (const { deployment, failure } of outcome.failures) {
      last = failure;
      noteFailure(failure, deployment, parts, call, tally.attempts);
    }
    for (const { deployment, failure } of outcome.failures) {
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
  throw endOfCall(last, undefined, now(), parts, tally.attempts);
}

/** A deployment that a call does not try for its open circuit leaves no other trace of that. */
function noteOpenCircuits(tiers: readonly Tier[], { span }: Call, { breakers }: Parts): void {
  if (span?.context.isSampled === true) {
    const names = tiers.flatMap(({ deployments }) => deployments.map(({ name }) => name));
    const open = names.filter((name) => breakers.of(name).state !== 'closed');
    span.set({ [attributes.openCircuits]: open.length === 0 ? undefined : open });
  }
}

function orderOf(tier: Tier, parts: Parts, neededTokens: number | undefined): Deployment[] {
  return chooseOrder(tier.deployments, parts.states.of, choiceOf(tier, parts, neededTokens));
}
