import { describe, expect, it } from 'vitest';
import { DeploymentState } from '../../../shared/deployments/deployment-state.ts';

const nowMs = 1_000_000;
const hourMs = 3_600_000;

describe('DeploymentState', () => {
  it('is unused before its first attempt', () => {
    expect(new DeploymentState().snapshot(nowMs)).toEqual({
      status: 'unused',
      requestCount: 0,
      errorCount: 0,
      errorRate: 0,
    });
  });

  it('is ok after a success', () => {
    const state = new DeploymentState();
    state.succeeded(120);
    expect(state.snapshot(nowMs)).toEqual({
      status: 'ok',
      requestCount: 1,
      errorCount: 0,
      errorRate: 0,
      latencyMs: 120,
    });
  });

  it('fails from an error on, and is ok again after the next success', () => {
    const state = new DeploymentState();
    state.succeeded(100);
    state.failed('failed', 500, true, nowMs);
    expect(state.snapshot(nowMs)).toMatchObject({
      status: 'failing',
      requestCount: 2,
      errorCount: 1,
      errorRate: 0.5,
      lastError: { kind: 'failed', status: 500, atMs: nowMs },
    });
    state.succeeded(100);
    expect(state.snapshot(nowMs)).toMatchObject({ status: 'ok', errorCount: 1, lastError: { kind: 'failed' } });
  });

  it('does not hold against a deployment what the request or its caller did', () => {
    const state = new DeploymentState();
    state.failed('filtered', 400, false, nowMs);
    expect(state.snapshot(nowMs)).toEqual({ status: 'ok', requestCount: 1, errorCount: 0, errorRate: 0 });
  });

  it('is throttled as long as it asked to be left alone, and avoided above all', () => {
    const state = new DeploymentState();
    state.throttledUntilMs = nowMs + 10;
    expect(state.snapshot(nowMs + 9).status).toBe('throttled');
    state.avoidedUntilMs = nowMs + 5;
    expect([state.snapshot(nowMs).status, state.snapshot(nowMs + 5).status, state.snapshot(nowMs + 10).status]).toEqual(
      ['avoided', 'throttled', 'unused'],
    );
  });

  it('is no longer avoided once it serves', () => {
    const state = new DeploymentState();
    state.avoidedUntilMs = nowMs + 60_000;
    state.succeeded(1);
    expect(state.snapshot(nowMs).status).toBe('ok');
  });

  it('smooths its latency, so that one slow call is no trend', () => {
    const state = new DeploymentState();
    state.succeeded(100);
    state.succeeded(600);
    expect(state.snapshot(nowMs).latencyMs).toBe(200);
  });

  it('trusts an old latency less than a new one', () => {
    const state = new DeploymentState();
    state.succeeded(1000, nowMs);
    state.succeeded(100, nowMs + hourMs);
    expect(state.snapshot(nowMs).latencyMs).toBe(100);
  });

  it('says when it last failed, until it does not', () => {
    const state = new DeploymentState();
    state.failed('failed', 500, true, nowMs);
    state.failed('filtered', 400, false, nowMs + 1);
    expect(state.lastFailedMs).toBe(nowMs);
    state.succeeded(1);
    expect(state.lastFailedMs).toBeUndefined();
  });

  it('remembers what it was taught for an hour, lesson upon lesson', () => {
    const state = new DeploymentState();
    expect(state.learned(nowMs)).toEqual({});
    state.learn({ tokenParameter: 'max_completion_tokens' }, nowMs);
    state.learn({ streamOptions: false }, nowMs + 1000);
    expect(state.learned(nowMs + hourMs)).toEqual({ tokenParameter: 'max_completion_tokens', streamOptions: false });
    expect(state.learned(nowMs + 1000 + hourMs)).toEqual({});
  });

  it('does not revive a forgotten lesson with a new one', () => {
    const state = new DeploymentState();
    state.learn({ tokenParameter: 'max_tokens' }, nowMs);
    state.learn({ streamOptions: false }, nowMs + hourMs);
    expect(state.learned(nowMs + hourMs)).toEqual({ streamOptions: false });
  });
});
