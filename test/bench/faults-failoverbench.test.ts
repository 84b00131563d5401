import { describe, expect, it } from 'vitest';
import { formatScoreboard } from '../../bench/faults/failoverbench/format-scoreboard.ts';
import { canonicalAnswer, canonicalWords } from '../../bench/faults/failoverbench/canonical-answer.ts';
import { judgeScenario } from '../../bench/faults/failoverbench/judge-scenario.ts';
import type { Measurement } from '../../bench/faults/failoverbench/measurement.ts';
import { runScoreboard } from '../../bench/faults/failoverbench/run-scoreboard.ts';
import type { Scenario } from '../../bench/faults/failoverbench/scenario.ts';
import { scenarios } from '../../bench/faults/failoverbench/scenarios.ts';
import { scoreOf, shortfallsOf } from '../../bench/faults/failoverbench/scoreboard.ts';
import { quickScale } from '../../bench/faults/options.ts';
import { buildApp } from '../../bench/faults/start-built-app.ts';

describe('the published scenarios', () => {
  it('pass held whole, and streaming never end worse than in a clean error', async () => {
    const app = await buildApp();
    try {
      const board = await runScoreboard(app, quickScale);
      expect(shortfallsOf(board)).toEqual([]);
      expect(scoreOf(board.whole)).toEqual({ pass: 16, partial: 0, safe: 0, fail: 0 });
      expect(scoreOf(board.streaming)).toMatchObject({ partial: 0, fail: 0 });
      expect(formatScoreboard(board)).toMatch(/^Sluice, whole mode +16 +0 +0 +0$/m);
    } finally {
      await app.remove();
    }
  }, 60_000);

  it('have an answer of sixty words', () => {
    expect(canonicalWords).toHaveLength(60);
    expect(canonicalWords.join(' ')).toBe(canonicalAnswer);
  });
});

describe('judgeScenario', () => {
  const rescued: Measurement = {
    outcome: 'success',
    isComplete: true,
    elapsedS: 2,
    error: undefined,
    reportedModel: 'fb-ok',
    hasUsage: true,
    primaryAtS: [0.1, 2.2],
    fallbackAttempts: 1,
    prefillRefusals: 0,
    isAliveAfter: true,
  };
  const told: Partial<Measurement> = { outcome: 'error', isComplete: false, error: 'upstream_timeout' };
  const outage = (
    servedAgainS: number | undefined,
    outcome: 'success' | 'error' | 'hang' = 'success',
  ): Measurement => ({
    ...rescued,
    outcome,
    sequence: { calls: [{ sentS: 4, outcome, isComplete: true }], outageS: 60, servedAgainS },
  });
  const scenario = (id: string): Scenario => {
    const found = scenarios.find((each) => each.id === id);
    if (found === undefined) throw new Error(`There is no scenario ${id}.`);
    return found;
  };
  const verdict = (id: string, measured: Partial<Measurement>) =>
    judgeScenario(scenario(id), { ...rescued, ...measured }).verdict;

  it.each<[string, string, Partial<Measurement>]>([
    ['passes a rescue with clean checks', 'S01', {}],
    ['passes a clean error where that is what should come', 'S13', { ...told, primaryAtS: [0] }],
    ['passes a call that names the fallback with its provider', 'S16', {}],
    ['passes an outage that was bridged and ended in time', 'S15', outage(64)],
  ])('%s', (_what, id, measured) => {
    expect(verdict(id, measured)).toBe('pass');
  });

  it.each<[string, string, Partial<Measurement>]>([
    ['a rescue that did not obey Retry-After', 'S01', { primaryAtS: [0.1, 1.8] }],
    ['a rescue that never went back', 'S03', { primaryAtS: [0.1] }],
    ['a rescue that asked a silent route again', 'S06', {}],
    ['a refusal by the filter that another model answered', 'S13', { primaryAtS: [0] }],
    ['a rescue without usage', 'S11', { hasUsage: false }],
  ])('calls %s partial', (_what, id, measured) => {
    expect(verdict(id, measured)).toBe('partial');
  });

  it.each(['S04', 'S08', 'S10'])('calls a clean error in %s safe', (id) => {
    expect(verdict(id, told)).toBe('safe');
  });

  it.each<[string, string, Partial<Measurement>]>([
    ['a hang', 'S05', { outcome: 'hang' }],
    ['a truncated answer passed off as whole', 'S08', { isComplete: false }],
    ['hammering', 'S02', { primaryAtS: [0, 0.1, 0.2, 0.3, 0.4] }],
    ['too many attempts', 'S04', { primaryAtS: [0, 1, 2, 3, 4, 5, 6] }],
    ['a late end', 'S06', { elapsedS: 101 }],
    ['a retry of what cannot fit', 'S12', {}],
    ['a gateway that is dead afterwards', 'S09', { isAliveAfter: false }],
    ['an error that hides another', 'S14', { ...told, prefillRefusals: 1 }],
    ['an answer under the name of the model that failed', 'S16', { reportedModel: 'fb-s16-503-persistent' }],
    ['an outage after which the model is never used again', 'S15', outage(undefined)],
    ['an outage that ends too late', 'S15', outage(91)],
    ['an outage whose calls fail', 'S15', outage(64, 'error')],
    ['an outage whose calls hang', 'S15', outage(64, 'hang')],
  ])('fails %s', (_what, id, measured) => {
    expect(verdict(id, measured)).toBe('fail');
  });
});
