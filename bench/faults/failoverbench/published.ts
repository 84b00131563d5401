import type { Verdict } from './judge-scenario.ts';

/** How many of the sixteen scenarios came to each verdict. */
export type Score = Readonly<Record<Verdict, number>>;

/** Scores that Failover Bench has published of other gateways (methodology v0.1, full profile, 2026). */
export const publishedScores: Readonly<Record<string, Score>> = {
  'Portkey Gateway': { pass: 11, partial: 2, safe: 0, fail: 3 },
  'LiteLLM Proxy': { pass: 9, partial: 3, safe: 4, fail: 0 },
};
