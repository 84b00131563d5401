import { describe, expect, it } from 'vitest';
import { DeploymentQuota } from '../../../shared/deployments/deployment-quota.ts';

const nowMs = 1_000_000;
const headers = (tokens: number, others: Record<string, string> = {}) =>
  new Headers({ 'x-ratelimit-remaining-tokens': `${tokens}`, ...others });

describe('DeploymentQuota', () => {
  it('knows nothing of a deployment that says nothing', () => {
    const quota = new DeploymentQuota();
    quota.note(new Headers(), nowMs);
    quota.spend(10);
    expect(quota.left(nowMs)).toEqual({ requests: undefined, tokens: undefined });
  });

  it('takes off what is sent until the deployment says what is left', () => {
    const quota = new DeploymentQuota();
    quota.note(headers(1_000, { 'x-ratelimit-remaining-requests': '5' }), nowMs);
    quota.spend(300);
    expect(quota.left(nowMs)).toEqual({ requests: 4, tokens: 700 });
    quota.spend(9_000);
    expect(quota.left(nowMs)).toEqual({ requests: 3, tokens: 0 });
    quota.note(headers(650), nowMs);
    expect(quota.left(nowMs)).toEqual({ requests: 3, tokens: 650 });
  });

  it('keeps what it knows when a later answer says -1', () => {
    const quota = new DeploymentQuota();
    quota.note(headers(1_000), nowMs);
    quota.note(headers(-1), nowMs + 1);
    expect(quota.left(nowMs + 1).tokens).toBe(1_000);
  });

  it('is whole again after the reset, if the deployment said how large it is', () => {
    const quota = new DeploymentQuota();
    quota.note(headers(0, { 'x-ratelimit-reset-tokens': '2', 'x-ratelimit-limit-tokens': '120000' }), nowMs);
    expect(quota.left(nowMs + 1_999).tokens).toBe(0);
    expect(quota.left(nowMs + 2_000).tokens).toBe(120_000);
  });

  it('is unknown after the reset otherwise, which comes after a minute where none is named', () => {
    const quota = new DeploymentQuota();
    quota.note(headers(0), nowMs);
    expect(quota.left(nowMs + 59_999).tokens).toBe(0);
    expect(quota.left(nowMs + 60_000).tokens).toBeUndefined();
  });
});
