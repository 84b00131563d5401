import { describe, expect, it } from 'vitest';
import { DeploymentState } from '../../../shared/deployments/deployment-state.ts';
import { standingOf } from '../../../shared/deployments/standing.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const nowMs = 1_000_000;
const at = (admitsAtMs: number) => () => ({ state: 'open', admitsAtMs }) as const;

describe('standingOf', () => {
  it('is well where nothing is known against a deployment', () => {
    const expected = { rank: 0, kind: 'well', untilMs: 0 };
    expect(standingOf(deploymentOf(), new DeploymentState(), { nowMs })).toEqual(expected);
    expect(standingOf(deploymentOf(), new DeploymentState(), { nowMs, breakerOf: at(nowMs) })).toEqual(expected);
  });

  it('is the worst of what is known, with its end', () => {
    const state = new DeploymentState();
    state.exhaustedUntilMs = nowMs + 1;
    expect(standingOf(deploymentOf(), state, { nowMs })).toEqual({ rank: 1, kind: 'exhausted', untilMs: nowMs + 1 });
    state.throttledUntilMs = nowMs + 2;
    expect(standingOf(deploymentOf(), state, { nowMs })).toEqual({ rank: 1, kind: 'throttled', untilMs: nowMs + 2 });
    state.avoidedUntilMs = nowMs + 3;
    expect(standingOf(deploymentOf(), state, { nowMs })).toEqual({ rank: 2, kind: 'avoided', untilMs: nowMs + 3 });
    expect(standingOf(deploymentOf(), state, { nowMs, breakerOf: at(nowMs + 4) })).toEqual({
      rank: 3,
      kind: 'breaker-open',
      untilMs: nowMs + 4,
    });
  });
});
