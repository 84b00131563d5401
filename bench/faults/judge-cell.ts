import type { CallerView } from './ask-chat.ts';
import { deploymentsOf, type CellRun } from './cell.ts';
import { wallTimeouts } from './expectation.ts';
import type { Sight } from './fault-case.ts';

/**
 * What a cell has done that must not be, one sentence each; none for a cell that is as it should be.
 *
 * Five things may come of no fault whatever: a truncated answer that looks whole, a hang, a text repeated, a wait that
 * was asked for and not kept, an attempt after its caller has gone.
 */
export function judgeCell(run: CellRun, wholeText: string): string[] {
  return [
    ...run.views.flatMap((view) => [
      ...brokenPromisesOf(view, wholeText),
      ...surprisesOf(view, run),
      ...untoldWait(view, run),
    ]),
    ...haste(run),
    ...attemptsAfterLeaving(run),
    ...wrongCount(run),
  ];
}

/** What a caller saw, in the words of an expectation; `left` for one who hung up. */
export function sightOf(view: CallerView): Sight | 'left' | 'a truncated answer' | 'a hang' {
  switch (view.outcome) {
    case 'answered':
      return view.isFinished ? 'answer' : 'a truncated answer';
    case 'refused':
      return `${view.status ?? 0} ${view.code ?? 'without a code'}`;
    case 'broken':
      return `text, then ${view.code ?? 'nothing'}`;
    case 'hung':
      return 'a hang';
    case 'left':
      return 'left';
  }
}

function brokenPromisesOf(view: CallerView, wholeText: string): string[] {
  const found: string[] = [];
  const tookMs = view.endedAtMs - view.startedAtMs;
  if (view.outcome === 'answered' && (!view.isFinished || view.text !== wholeText)) {
    found.push('A truncated or altered answer looks whole.');
  }
  if (view.outcome === 'hung' || tookMs > wallTimeouts.deadlineMs + slackMs) {
    found.push(`The caller waited ${tookMs} ms; the deadline is ${wallTimeouts.deadlineMs} ms.`);
  }
  if (!wholeText.startsWith(view.text) || view.completionIds.length > 1) {
    found.push('The caller got text twice, or of two answers.');
  }
  return found;
}

function surprisesOf(view: CallerView, { cell: { expectation } }: CellRun): string[] {
  const sight = sightOf(view);
  if (expectation === undefined || expectation.sees.some((expected) => expected === sight)) return [];
  return [`The caller saw ${sight} instead of ${expectation.sees.join(' or ')}.`];
}

/** Who is refused because of a wait must be told of it; one of an hour or more means that waiting is of no use. */
function untoldWait({ status, retryAfterMs = 0 }: CallerView, { asked: { askedMs = 0 } }: CellRun): string[] {
  if (status !== 429 || askedMs >= 3_600_000 || retryAfterMs >= askedMs - slackMs) return [];
  return [`The caller was told to wait ${retryAfterMs} ms instead of ${askedMs} ms.`];
}

function haste({ cell, attempts, asked }: CellRun): string[] {
  const { faulty } = deploymentsOf(cell);
  const [refused, ...later] = attempts.filter(({ deployment }) => deployment === faulty);
  if (refused === undefined) return [];
  const readyMs = Math.max(refused.startedAt + (asked.askedMs ?? 0), asked.askedUntilMs ?? 0);
  return later
    .filter(({ startedAt }) => startedAt < readyMs - roundingMs)
    .map(({ startedAt }) => `An attempt came ${readyMs - startedAt} ms before the time that was asked for.`);
}

function attemptsAfterLeaving({ attempts, views }: CellRun): string[] {
  const leftAtMs = views.find(({ outcome }) => outcome === 'left')?.endedAtMs;
  if (leftAtMs === undefined) return [];
  return attempts.flatMap(({ startedAt, endedAt }) => [
    ...(startedAt > leftAtMs + partingMs ? [`An attempt began ${startedAt - leftAtMs} ms after the caller left.`] : []),
    ...((endedAt ?? Infinity) > leftAtMs + slackMs ? ['An attempt went on without its caller.'] : []),
  ]);
}

function wrongCount({ cell: { expectation }, attempts }: CellRun): string[] {
  if (expectation === undefined) return [];
  const [least, most] = expectation.attempts;
  if (attempts.length >= least && attempts.length <= most) return [];
  return [`There were ${attempts.length} attempts instead of ${least === most ? least : `${least} to ${most}`}.`];
}

/** What two busy processes may add to a clock. */
const slackMs = 500;
/** How long the news of a hang-up may travel between three busy processes. The waits of the wall are longer. */
const partingMs = 250;
/** Both times are whole milliseconds. */
const roundingMs = 1;
