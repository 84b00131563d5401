import type { Deployment } from '../config/config.ts';
import type { Call } from './call.ts';
import type { Turn } from './serve.ts';

type Won<Result> = Extract<Turn<Result>, { result: Result }>;

/** One contender's attempt. It gives a result or failures; it throws only for a bug. */
type Contend<Result> = (deployment: Deployment, call: Call) => Promise<Turn<Result>>;

type HedgeHooks<Result> = {
  /** Who contends beside the first; asked once, when the time has come. */
  second(): Deployment | undefined;
  /** Takes a result that came second. */
  onLost(turn: Won<Result>): void;
};

/**
 * One turn in which a second deployment starts when the first has not answered after `afterMs`. Who answers first
 * serves; the other is cancelled. When the first fails before that time, no second starts: that is a retry's business.
 */
export async function hedged<Result>(
  first: Deployment,
  call: Call,
  afterMs: number,
  contend: Contend<Result>,
  hooks: HedgeHooks<Result>,
): Promise<Turn<Result>> {
  const contenders: { readonly turn: Promise<Turn<Result>>; readonly cancel: () => void }[] = [];
  const enter = (deployment: Deployment): Promise<Turn<Result>> => {
    const cancellation = new AbortController();
    const gone = AbortSignal.any([call.gone, cancellation.signal]);
    const turn = contend(deployment, { ...call, gone });
    contenders.push({ turn, cancel: () => cancellation.abort() });
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
  return firstToWin(contenders, hooks);
}

async function firstToWin<Result>(
  contenders: readonly { readonly turn: Promise<Turn<Result>>; readonly cancel: () => void }[],
  hooks: HedgeHooks<Result>,
): Promise<Turn<Result>> {
  const won = await Promise.any(
    contenders.map(async (contender) => ({ contender, turn: await wonBy(contender.turn) })),
  ).catch(() => undefined);
  if (won === undefined) {
    const turns = await Promise.all(contenders.map(({ turn }) => turn));
    return { failures: turns.flatMap((turn) => ('failures' in turn ? turn.failures : [])) };
  }
  for (const loser of contenders.filter((contender) => contender !== won.contender)) {
    loser.cancel();
    void loser.turn.then(
      (turn) => {
        if ('result' in turn) {
          hooks.onLost(turn);
        }
      },
      () => {},
    );
  }
  return won.turn;
}

async function wonBy<Result>(turn: Promise<Turn<Result>>): Promise<Won<Result>> {
  const ended = await turn;
  if ('failures' in ended) {
    throw new Error('This contender failed.');
  }
  return ended;
}

async function within<Value>(ms: number, value: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
