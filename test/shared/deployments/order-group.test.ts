import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../shared/deployments/choice.ts';
import { DeploymentStates } from '../../../shared/deployments/deployment-states.ts';
import { orderGroup } from '../../../shared/deployments/order-group.ts';
import { RoundRobin } from '../../../shared/deployments/round-robin.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { seededRandom } from '../../setup/seeded-random.ts';

const startMs = 1_000_000;
const choices = 10_000;
const weights = { a: 5, b: 3, c: 2 };
const group = Object.entries(weights).map(([name, weight]) => deploymentOf({ name, weight }));

/** How often each came first in 10,000 choices, ten milliseconds apart; `after` is what each choice leads to. */
function counted(
  strategy: Choice['strategy'],
  states = new DeploymentStates(),
  after: (name: string, nowMs: number) => void = () => undefined,
): Record<string, number> {
  const random = seededRandom(20_261_121);
  const turn = new RoundRobin();
  const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
  for (let made = 0; made < choices; made += 1) {
    const nowMs = startMs + made * 10;
    const [first] = orderGroup(group, states.of, { nowMs, random, strategy, turn });
    const name = first?.name ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
    after(name, nowMs);
  }
  return counts;
}

/** Four standard deviations of a binomial count: one failure in 16,000 seeds, and the seed is fixed. */
function expectShares(counts: Record<string, number>, shares: Record<string, number>): void {
  for (const [name, share] of Object.entries(shares)) {
    const deviation = Math.abs((counts[name] ?? 0) - choices * share);
    expect(deviation, name).toBeLessThanOrEqual(4 * Math.sqrt(choices * share * (1 - share)));
  }
}

const byWeight = { a: 0.5, b: 0.3, c: 0.2 };

describe('of 10,000 choices', () => {
  it('weighted gives each its weight’s share', () => {
    expectShares(counted('weighted'), byWeight);
  });

  it('random gives each the same share, whatever its weight', () => {
    expectShares(counted('random'), { a: 1 / 3, b: 1 / 3, c: 1 / 3 });
  });

  it('round-robin gives each exactly its weight’s share', () => {
    expect(counted('round-robin')).toEqual({ a: 5_000, b: 3_000, c: 2_000 });
  });

  it('least-latency gives each its weight’s share while none is measured', () => {
    expectShares(counted('least-latency'), byWeight);
  });

  it('least-latency gives nearly all to the fastest, and tries the slow ones again as their measurements age', () => {
    const latencyMs: Record<string, number> = { a: 400, b: 100, c: 200 };
    const states = new DeploymentStates();
    const counts = counted('least-latency', states, (name, nowMs) =>
      states.of({ name }).succeeded(latencyMs[name] ?? 0, nowMs),
    );
    // In 100 s: once unmeasured; then c each 30 s, when 200 ms has aged to 100; a each 60 s.
    expect(counts).toEqual({ a: 2, b: 9_994, c: 4 });
  });

  it('least-latency returns to one that was slow and has recovered', () => {
    const states = new DeploymentStates();
    states.of({ name: 'a' }).succeeded(5_000, startMs);
    const counts = counted('least-latency', states, (name, nowMs) =>
      states.of({ name }).succeeded(name === 'a' ? 50 : 1_000, nowMs),
    );
    expect(counts['a']).toBeGreaterThan(2_000);
  });

  it('most-quota gives each its weight’s share while nothing is known', () => {
    expectShares(counted('most-quota'), byWeight);
  });

  it('most-quota levels what is left, so that none is refused while another could serve', () => {
    const left: Record<string, number> = { a: 20_000, b: 120_000, c: 60_000 };
    const states = new DeploymentStates();
    const note = (name: string) =>
      states
        .of({ name })
        .quota.note(
          new Headers({ 'x-ratelimit-remaining-tokens': `${left[name]}`, 'x-ratelimit-reset-tokens': '1000' }),
          startMs,
        );
    Object.keys(left).forEach(note);
    const counts = counted('most-quota', states, (name) => {
      left[name] = (left[name] ?? 0) - 10;
      note(name);
    });
    expect(counts).toEqual({ a: 0, b: 8_000, c: 2_000 });
  });

  it('most-quota sends nothing where the call does not fit while it fits elsewhere', () => {
    const states = new DeploymentStates();
    const say = (name: string, others: Record<string, string>) =>
      states.of({ name }).quota.note(new Headers(others), startMs);
    say('a', { 'x-ratelimit-remaining-tokens': '400' });
    say('b', { 'x-ratelimit-remaining-tokens': '90000', 'x-ratelimit-remaining-requests': '1' });
    say('c', { 'x-ratelimit-remaining-tokens': '300' });
    const order = orderGroup(group, states.of, {
      nowMs: startMs,
      random: () => 0,
      strategy: 'most-quota',
      neededTokens: 500,
    });
    expect(order.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });
});

describe('orderGroup', () => {
  it('takes the first turn again where nobody keeps the turns', () => {
    const first = () =>
      orderGroup(group, new DeploymentStates().of, { nowMs: startMs, random: () => 0, strategy: 'round-robin' })[0]
        ?.name;
    expect([first(), first()]).toEqual(['a', 'a']);
  });

  it('puts one that has never served and just failed behind the slowest', () => {
    const states = new DeploymentStates();
    states.of({ name: 'a' }).failed('unreachable', undefined, true, startMs);
    states.of({ name: 'b' }).succeeded(30_000, startMs);
    const order = orderGroup(group, states.of, { nowMs: startMs, random: () => 0, strategy: 'least-latency' });
    expect(order.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });
});
