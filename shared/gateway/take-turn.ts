import type { Deployment } from '../config/config.ts';
import type { BreakerPermit } from '../resilience/breaker-permit.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import type { Candidate, Candidates } from './candidates.ts';
import { hedged } from './hedged.ts';
import { noteFailure } from './note-failure.ts';
import { paceAttempt } from './pace-attempt.ts';
import type { Parts } from './parts.ts';
import type { ServeOptions, TryDeployment } from './serve.ts';

/** What came of one turn: a result, or the failures of all who took part in it; none where a breaker admitted nobody. */
export type Turn<Result> =
  | { readonly result: Result; readonly deployment: Deployment; readonly permit: BreakerPermit }
  | {
      readonly failures: readonly { readonly deployment: Deployment; readonly failure: UpstreamFailure }[];
      /** There was no attempt: the deployment would only have refused it. */
      readonly isPaced?: true;
    };

/** A call in the middle of its turns. */
export type TurnOf<Result> = {
  readonly call: Call;
  readonly parts: Parts;
  readonly candidates: Candidates;
  readonly tryDeployment: TryDeployment<Result>;
  readonly options: ServeOptions;
  /** How many attempts have gone up so far; counted on as more do. */
  readonly tally: { attempts: number };
};

/** Gives a candidate its turn, and another beside it where the route hedges and the first is slow. Throws only for a bug. */
export async function takeTurn<Result>(next: Candidate, of: TurnOf<Result>): Promise<Turn<Result>> {
  const { call, parts, candidates, options, tally } = of;
  const { hedge, streams = false } = options;
  if (hedge === undefined) {
    return contend(next.deployment, call, of);
  }
  const usualMs = parts.latencies.of(next.deployment.alias, streams).percentile(hedge.percentile);
  return hedged(next.deployment, call, usualMs ?? hedge.afterMs, (each, turnCall) => contend(each, turnCall, of), {
    second: () => {
      const nowMs = parts.now();
      const other = candidates.next(nowMs, next.deployment);
      const isFit = other !== undefined && other.tier === next.tier && other.readyMs <= nowMs;
      return isFit && tally.attempts < parts.config.retry.maxAttempts ? other.deployment : undefined;
    },
    onLost: (deployment, turn) => settleLoser(deployment, turn, of),
  });
}

async function contend<Result>(deployment: Deployment, call: Call, of: TurnOf<Result>): Promise<Turn<Result>> {
  const { parts, candidates, tryDeployment, options, tally } = of;
  const permit = parts.breakers.of(deployment.name).admit();
  if (permit === undefined) {
    // Another call took the only place while this one waited; the loop looks again.
    return { failures: [] };
  }
  try {
    const waitMs = await paceAttempt(deployment, () => options.arrivalTokens?.(deployment.model) ?? 0, parts);
    if (waitMs !== undefined) {
      permit.released();
      parts.metrics.paced(deployment.name);
      candidates.holdUntil(deployment, parts.now() + waitMs);
      return { failures: [], isPaced: true };
    }
    parts.states.of(deployment).quota.spend(options.neededTokens ?? 0);
    const result = await tryDeployment(deployment, call, () => {
      tally.attempts += 1;
      call.account?.noteAttempt();
    });
    return { result, deployment, permit };
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

/** What the loser of a hedge found out by itself is kept; that it was cancelled says nothing of its deployment. */
function settleLoser<Result>(deployment: Deployment, turn: Turn<Result>, { call, parts, tally }: TurnOf<Result>): void {
  if ('result' in turn) {
    turn.permit.released();
  }
  const own = 'failures' in turn ? turn.failures.filter(({ failure }) => failure.kind !== 'abandoned') : [];
  for (const { failure } of own) {
    noteFailure(failure, deployment, parts, call, tally.attempts);
  }
  if (own.length === 0) {
    parts.log.info('hedge-lost', { requestId: call.requestId, deployment: deployment.name });
  }
}
