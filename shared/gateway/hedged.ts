import type { Deployment } from '../config/config.ts';
import type { Call } from './call.ts';
import type { Turn } from './take-turn.ts';
import { within } from '../within.ts';

/** One contender's attempt. It gives a result or failures; it throws only for a bug. */
type Contend<Result> = (deployment: Deployment, call: Call) => Promise<Turn<Result>>;

type HedgeHooks<Result> = {
  /** Who contends beside the first; asked once, when the time has come. */
  second(): Deployment | undefined;
  /** Hears how the contender ended that did not decide the turn: failed before it could, cancelled, or too late. */
  onLost(deployment: Deployment, turn: Turn<Result>): void;
};

/**
 * One turn in which a second deployment starts when the first has not answered after `afterMs`. Who answers first
 * decides it, with a result or with a refusal that is final; the other is cancelled. When the first fails before that
 * time, no second starts: that is a retry's business.
 */
export async function hedged<Result>(
  first: Deployment,
  call: Call,
  afterMs: number,
  contend: Contend<Result>,
  hooks: HedgeHooks<Result>,
): Promise<Turn<Result>> {
  const contenders: Contender<Result>[] = [];
  const enter = (deployment: Deployment): Promise<Turn<Result>> => {
    const cancellation = new AbortController();
    const gone = AbortSignal.any([call.gone, cancellation.signal]);
    const turn = contend(deployment, { ...call, gone });
    contenders.push({ deployment, turn, cancel: () => cancellation.abort() });
    return turn;
  };

  const opening = enter(first);
  const early = await within(afterMs, opening);
  if (early !== undefined) {
    return early;
  }
  const other = hooks.second();
  if (other === undefined) {
    return opening;
  }
  void enter(other);
  return firstToDecide(contenders, hooks);
}

type Contender<Result> = {
  readonly deployment: Deployment;
  readonly turn: Promise<Turn<Result>>;
  readonly cancel: () => void;
};

async function firstToDecide<Result>(
  contenders: readonly Contender<Result>[],
  hooks: HedgeHooks<Result>,
): Promise<Turn<Result>> {
  const decided = await Promise.any(
    contenders.map(async (contender) => ({ contender, turn: await decidedBy(contender.turn) })),
  ).catch(() => undefined);
  if (decided === undefined) {
    const turns = await Promise.all(contenders.map(({ turn }) => turn));
    return { failures: turns.flatMap((turn) => ('failures' in turn ? turn.failures : [])) };
  }
  for (const loser of contenders.filter((contender) => contender !== decided.contender)) {
    loser.cancel();
    void loser.turn.then(
      (turn) => hooks.onLost(loser.deployment, turn),
      () => {},
    );
  }
  return decided.turn;
}

/** A refusal that is final must not be outrun by another deployment that would let the same request pass. */
async function decidedBy<Result>(turn: Promise<Turn<Result>>): Promise<Turn<Result>> {
  const ended = await turn;
  const isDecided =
    'result' in ended || ended.failures.some(({ failure: { kind, rule } }) => !rule.elsewhere && kind !== 'abandoned');
  if (!isDecided) {
    throw new Error('This contender failed.');
  }
  return ended;
}
