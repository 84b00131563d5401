import { table } from '../../../local/cli/table.ts';
import { publishedScores, type Score } from './published.ts';
import type { JudgedScenario } from './run-scenarios.ts';
import { scoreOf, shortfallsOf, type Scoreboard } from './scoreboard.ts';

/** The scenarios as a person reads them: a row each, the scores beside those of others, and what falls short. */
export function formatScoreboard(board: Scoreboard): string {
  const rows = board.streaming.map((streaming) => {
    const whole = board.whole.find(({ scenario }) => scenario.id === streaming.scenario.id);
    return [
      streaming.scenario.id,
      streaming.scenario.title,
      ...cellsOf(streaming),
      ...(whole === undefined ? ['', '', ''] : cellsOf(whole)),
    ];
  });
  const scores: [string, Score][] = [
    ['Sluice, streaming', scoreOf(board.streaming)],
    ['Sluice, whole mode', scoreOf(board.whole)],
    ...Object.entries(publishedScores),
  ];
  const shortfalls = shortfallsOf(board);
  return [
    'Failover Bench, methodology v0.1 (github.com/failoverbench/failoverbench): its sixteen scenarios by its rules.',
    `Clocks run ${board.scale === 1 ? 'as published' : `${board.scale} times as fast as published, but for S01, whose Retry-After is in whole seconds; times below are scaled back`}.`,
    'Two retries, attempts of 30 s, one fallback model, as for everyone; Sluice’s first-output clock at 10 s, silence at 15 s.',
    'p and f are attempts at the model asked for and at its fallback.',
    '',
    table([['', 'scenario', 'streaming', 'time', 'attempts', 'whole mode', 'time', 'attempts'], ...rows]),
    '',
    table([
      ['', 'pass', 'partial', 'safe', 'fail'],
      ...scores.map(([name, { pass, partial, safe, fail }]) => [name, ...[pass, partial, safe, fail].map(String)]),
    ]),
    `Of ${Object.keys(publishedScores).join(' and ')}: as Failover Bench has published them (methodology v0.1, 2026), not measured here.`,
    '',
    shortfalls.length === 0
      ? 'What is safe, not passed, broke behind text that the caller already had: it is told so, and nothing is repeated.'
      : shortfalls.map((sentence) => `✗ ${sentence}`).join('\n'),
  ].join('\n');
}

function cellsOf({ judgement, measured }: JudgedScenario): [verdict: string, time: string, attempts: string] {
  const why = judgement.because === 'whole answer' ? '' : `, ${judgement.because}`;
  const calls = measured.sequence === undefined ? '' : ` in ${measured.sequence.calls.length} calls`;
  return [
    `${judgement.verdict}${why}`,
    measured.sequence === undefined ? `${measured.elapsedS.toFixed(1)} s` : recovery(measured.sequence),
    `p${measured.primaryAtS.length} f${measured.fallbackAttempts}${calls}`,
  ];
}

function recovery({ servedAgainS, outageS }: NonNullable<JudgedScenario['measured']['sequence']>): string {
  return servedAgainS === undefined ? 'never back' : `back after ${(servedAgainS - outageS).toFixed(1)} s`;
}
