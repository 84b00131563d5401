import type { Verdict } from './judge-scenario.ts';
import type { Score } from './published.ts';
import type { JudgedScenario } from './run-scenarios.ts';

/** Both runs of the scenarios: streams passed on as they come, and held until they are whole. */
export type Scoreboard = {
  readonly scale: number;
  readonly streaming: readonly JudgedScenario[];
  readonly whole: readonly JudgedScenario[];
};

/** How a run came out. */
export function scoreOf(judged: readonly JudgedScenario[]): Score {
  const count = (verdict: Verdict) => judged.filter(({ judgement }) => judgement.verdict === verdict).length;
  return { pass: count('pass'), partial: count('partial'), safe: count('safe'), fail: count('fail') };
}

/**
 * What falls short of the aim, one sentence each. Held whole, every scenario passes. Passed on as it comes, a stream that
 * breaks in its text can only be said to be broken, which is `safe`; nothing else is below `pass`.
 */
export function shortfallsOf({ streaming, whole }: Scoreboard): string[] {
  const ids = new Set([...streaming, ...whole].map(({ scenario }) => scenario.id));
  return [
    ...(ids.size === 16 ? [] : [`There are ${ids.size} scenarios instead of 16.`]),
    ...streaming.flatMap((judged) =>
      shortfall(judged, brokenInText.has(judged.scenario.id) ? 'safe' : 'pass', 'streaming'),
    ),
    ...whole.flatMap((judged) => shortfall(judged, 'pass', 'whole mode')),
  ];
}

function shortfall({ scenario, judgement }: JudgedScenario, aim: Verdict, mode: string): string[] {
  return judgement.verdict === aim || judgement.verdict === 'pass'
    ? []
    : [`${scenario.id} ${scenario.title}, ${mode}: ${judgement.verdict} (${judgement.because}) instead of ${aim}.`];
}

/** A cut, a stall, an event that is not JSON, no `[DONE]`: behind text that the caller already has. */
const brokenInText: ReadonlySet<string> = new Set(['S08', 'S09', 'S10', 'S11', 'S14']);
