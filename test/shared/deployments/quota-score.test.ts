import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../shared/config/config.ts';
import { DeploymentStates } from '../../../shared/deployments/deployment-states.ts';
import { quotaScores } from '../../../shared/deployments/quota-score.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const nowMs = 1_000_000;

type Left = { name: string; tokens?: number; requests?: number; capacity?: Partial<Deployment['capacity']> };

function scoresOf(all: readonly Left[], neededTokens?: number): number[] {
  const states = new DeploymentStates();
  const deployments = all.map(({ name, tokens, requests, capacity }) => {
    states.of({ name }).quota.note(
      new Headers({
        ...(tokens === undefined ? {} : { 'x-ratelimit-remaining-tokens': `${tokens}` }),
        ...(requests === undefined ? {} : { 'x-ratelimit-remaining-requests': `${requests}` }),
      }),
      nowMs,
    );
    return deploymentOf({ name, capacity: { provisioned: false, ...capacity } });
  });
  const scores = quotaScores(deployments, states.of, { nowMs, neededTokens });
  return deployments.map((deployment) => scores.get(deployment) ?? Number.NaN);
}

describe('quotaScores', () => {
  it('are the tokens that are left', () => {
    expect(
      scoresOf([
        { name: 'a', tokens: 900 },
        { name: 'b', tokens: 0 },
      ]),
    ).toEqual([900, 0]);
  });

  it('are held down by the requests that are left, a thousand tokens for six', () => {
    expect(
      scoresOf([
        { name: 'a', tokens: 90_000, requests: 6 },
        { name: 'b', requests: 12 },
      ]),
    ).toEqual([1000, 2000]);
  });

  it('are the configured capacity where a deployment has said nothing', () => {
    expect(scoresOf([{ name: 'a', capacity: { tokensPerMinute: 5_000 } }])).toEqual([5_000]);
  });

  it('are the others’ average where nothing at all is known, or 0 among unknowns', () => {
    expect(scoresOf([{ name: 'a', tokens: 300 }, { name: 'b' }, { name: 'c', tokens: 100 }])).toEqual([300, 200, 100]);
    expect(scoresOf([{ name: 'a' }, { name: 'b', tokens: -1 }])).toEqual([0, 0]);
  });

  it('are negative where the call does not fit, which ever limit it is', () => {
    const scores = scoresOf(
      [
        { name: 'too few tokens', tokens: 499 },
        { name: 'no request left', tokens: 90_000, requests: 0 },
        { name: 'few requests, many tokens', tokens: 90_000, requests: 1 },
        { name: 'unknown' },
      ],
      500,
    );
    expect(scores.map((score) => score >= 0)).toEqual([false, false, true, true]);
  });
});
