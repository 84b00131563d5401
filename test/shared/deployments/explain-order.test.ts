import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../shared/deployments/choice.ts';
import { chooseOrder } from '../../../shared/deployments/choose-order.ts';
import { DeploymentStates } from '../../../shared/deployments/deployment-states.ts';
import { explainOrder } from '../../../shared/deployments/explain-order.ts';
import { RoundRobin } from '../../../shared/deployments/round-robin.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const laterMs = nowMs + 5_000;
const later = '2026-11-21T12:00:05.000Z';
const choiceOf = (strategy: Choice['strategy'], members: Partial<Omit<Choice, 'turn'>> = {}) => ({
  nowMs,
  random: () => 0,
  strategy,
  ...members,
});

describe('explainOrder', () => {
  it('says where each stands and why', () => {
    const states = new DeploymentStates();
    states.of({ name: 'throttled' }).throttledUntilMs = laterMs;
    states.of({ name: 'exhausted' }).exhaustedUntilMs = laterMs;
    states.of({ name: 'avoided' }).avoidedUntilMs = laterMs;
    const deployments = [
      deploymentOf({ name: 'avoided' }),
      deploymentOf({ name: 'throttled', priority: 2 }),
      deploymentOf({ name: 'exhausted' }),
      deploymentOf({ name: 'spare', weight: 0 }),
      deploymentOf({ name: 'first', weight: 3 }),
      deploymentOf({ name: 'second', priority: 2 }),
    ];
    expect(explainOrder(deployments, states.of, choiceOf('weighted'))).toEqual([
      { deployment: 'first', position: 1, reasons: ['priority 1', 'weight 3'] },
      { deployment: 'second', position: 2, reasons: ['priority 2', 'weight 1'] },
      {
        deployment: 'spare',
        position: 3,
        reasons: ['weight 0: when nothing else can serve', 'priority 1', 'weight 0'],
      },
      { deployment: 'exhausted', position: 4, reasons: [`quota used up until ${later}`, 'priority 1', 'weight 1'] },
      { deployment: 'throttled', position: 5, reasons: [`throttled until ${later}`, 'priority 2', 'weight 1'] },
      { deployment: 'avoided', position: 6, reasons: [`missing or refused until ${later}`, 'priority 1', 'weight 1'] },
    ]);
  });

  it('says how likely a draw puts each of several first', () => {
    const deployments = [deploymentOf({ name: 'a', weight: 3 }), deploymentOf({ name: 'b', weight: 1 })];
    const explained = explainOrder(deployments, new DeploymentStates().of, choiceOf('weighted', { random: () => 0.5 }));
    expect(explained.map(({ deployment, reasons }) => [deployment, reasons.at(-1)])).toEqual([
      ['a', 'drawn by weight, 75 %'],
      ['b', 'drawn by weight, 25 %'],
    ]);
  });

  it.each([
    ['open', laterMs, `breaker open until ${later}`],
    ['half-open', laterMs, `breaker half-open: a probe is under way, at most until ${later}`],
    ['half-open', nowMs, 'breaker half-open: the next call is its probe'],
    ['closed', 0, 'priority 1'],
  ] as const)('tells of a breaker that is %s', (state, admitsAtMs, reason) => {
    const choice = choiceOf('random', { breakerOf: () => ({ state, admitsAtMs }) });
    const [explained] = explainOrder([deploymentOf()], new DeploymentStates().of, choice);
    expect(explained?.reasons[0]).toBe(reason);
    expect(explained?.reasons.at(-1)).toBe('by even lot');
  });

  it('tells the latency that is expected', () => {
    const states = new DeploymentStates();
    states.of({ name: 'slow' }).succeeded(240.4, nowMs - 30_000);
    const deployments = [deploymentOf({ name: 'slow' }), deploymentOf({ name: 'new' })];
    const explained = explainOrder(deployments, states.of, choiceOf('least-latency'));
    expect(explained.map(({ deployment, reasons }) => [deployment, reasons.at(-1)])).toEqual([
      ['new', 'latency not measured yet'],
      ['slow', 'latency 120 ms'],
    ]);
  });

  it('tells the quota that is left', () => {
    const states = new DeploymentStates();
    const say = (name: string, headers: Record<string, string>) =>
      states.of({ name }).quota.note(new Headers(headers), nowMs);
    say('both', { 'x-ratelimit-remaining-tokens': '900', 'x-ratelimit-remaining-requests': '9' });
    say('tokens', { 'x-ratelimit-remaining-tokens': '800' });
    const deployments = ['both', 'tokens', 'unknown'].map((name) => deploymentOf({ name }));
    const explained = explainOrder(deployments, states.of, choiceOf('most-quota'));
    expect(Object.fromEntries(explained.map(({ deployment, reasons }) => [deployment, reasons.at(-1)]))).toEqual({
      both: '900 tokens and 9 requests left',
      tokens: '800 tokens left',
      unknown: 'quota unknown',
    });
  });

  it('uses no turn up', () => {
    const turn = new RoundRobin();
    const deployments = ['a', 'b'].map((name) => deploymentOf({ name }));
    const choice = { ...choiceOf('round-robin'), turn };
    const look = () => explainOrder(deployments, new DeploymentStates().of, choice)[0]?.deployment;
    expect([look(), look()]).toEqual(['a', 'a']);
    chooseOrder(deployments, new DeploymentStates().of, choice);
    expect(look()).toBe('b');
  });
});
