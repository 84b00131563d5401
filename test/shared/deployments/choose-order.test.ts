import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseOrder, groupsOf } from '../../../shared/deployments/choose-order.ts';
import { DeploymentStates } from '../../../shared/deployments/deployment-states.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { seededRandom } from '../../setup/seeded-random.ts';

const nowMs = 1_000_000;
const later = nowMs + 1;

function named(name: string, members: { priority?: number; weight?: number } = {}) {
  return deploymentOf({ name, ...members });
}

function namesInOrder(deployments: ReturnType<typeof named>[], states = new DeploymentStates(), random = Math.random) {
  return chooseOrder(deployments, states.of, { nowMs, random, strategy: 'weighted' }).map(({ name }) => name);
}

describe('chooseOrder', () => {
  it('tries a lower priority number first, whatever the weights', () => {
    const deployments = [named('third', { priority: 3, weight: 99 }), named('first'), named('second', { priority: 2 })];
    expect(namesInOrder(deployments)).toEqual(['first', 'second', 'third']);
  });

  it('tries the healthy before the exhausted or throttled, and these before the avoided, whatever the priorities', () => {
    const states = new DeploymentStates();
    states.of({ name: 'avoided' }).avoidedUntilMs = later;
    states.of({ name: 'exhausted' }).exhaustedUntilMs = later;
    states.of({ name: 'throttled' }).throttledUntilMs = later;
    const deployments = [
      named('avoided', { priority: 1 }),
      named('exhausted', { priority: 2 }),
      named('throttled', { priority: 3 }),
      named('healthy', { priority: 4 }),
    ];
    expect(namesInOrder(deployments, states)).toEqual(['healthy', 'exhausted', 'throttled', 'avoided']);
  });

  it('puts a deployment behind an open breaker last, but not one whose probe is due', () => {
    const admitsAtMs = new Map([
      ['open', later],
      ['half-open', nowMs],
    ]);
    const states = new DeploymentStates();
    states.of({ name: 'avoided' }).avoidedUntilMs = later;
    const deployments = [named('open'), named('avoided', { priority: 2 }), named('half-open', { priority: 3 })];
    const order = chooseOrder(deployments, states.of, {
      nowMs,
      random: () => 0,
      strategy: 'weighted',
      breakerOf: ({ name }) => ({ state: 'half-open', admitsAtMs: admitsAtMs.get(name) ?? 0 }),
    });
    expect(order.map(({ name }) => name)).toEqual(['half-open', 'avoided', 'open']);
  });

  it('forgets a state whose time has passed', () => {
    const states = new DeploymentStates();
    const state = states.of({ name: 'recovered' });
    state.avoidedUntilMs = nowMs;
    state.exhaustedUntilMs = nowMs;
    state.throttledUntilMs = nowMs;
    expect(namesInOrder([named('recovered', { priority: 1 }), named('other', { priority: 2 })], states)[0]).toBe(
      'recovered',
    );
  });

  it('gives each deployment of one priority the first turn in proportion to its weight', () => {
    const deployments = [named('a', { weight: 5 }), named('b', { weight: 3 }), named('c', { weight: 2 })];
    const random = seededRandom(20_261_120);
    const draws = 10_000;
    const winners = Array.from({ length: draws }, () => namesInOrder(deployments, undefined, random)[0]);
    for (const { name, weight } of deployments) {
      const share = weight / 10;
      // Four standard deviations: one failure in 16,000 seeds, and this seed is fixed.
      const tolerance = 4 * Math.sqrt(draws * share * (1 - share));
      const won = winners.filter((winner) => winner === name).length;
      expect(Math.abs(won - draws * share)).toBeLessThan(tolerance);
    }
  });

  it('gives the second turn in proportion to the weights that are left', () => {
    const deployments = [named('a', { weight: 8 }), named('b', { weight: 3 }), named('c', { weight: 1 })];
    const random = seededRandom(7);
    const seconds = Array.from({ length: 10_000 }, () => namesInOrder(deployments, undefined, random)).filter(
      ([first]) => first === 'a',
    );
    const share = seconds.filter(([, second]) => second === 'b').length / seconds.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
  });

  it('leaves a weight of 0 to the end of the healthy, behind every priority', () => {
    const deployments = [
      named('spare', { weight: 0, priority: 1 }),
      named('b', { priority: 2 }),
      named('c', { priority: 3 }),
    ];
    expect(namesInOrder(deployments, undefined, () => 1 - Number.EPSILON)).toEqual(['b', 'c', 'spare']);
  });

  it('keeps several of weight 0 in the order of the file', () => {
    const deployments = [
      named('spare-1', { weight: 0 }),
      named('spare-2', { weight: 0 }),
      named('spare-3', { weight: 0 }),
    ];
    expect(namesInOrder(deployments)).toEqual(['spare-1', 'spare-2', 'spare-3']);
  });

  it('returns a lone deployment, or none, without throwing dice', () => {
    const never = () => expect.unreachable('threw dice');
    expect(namesInOrder([named('only', { weight: 0 })], undefined, never)).toEqual(['only']);
    expect(namesInOrder([], undefined, never)).toEqual([]);
  });

  it('leaves none out and repeats none, whatever the deployments, the strategy and the dice', () => {
    const anyDeployment = fc.record({ priority: fc.nat(3), weight: fc.nat(3) });
    const strategies = ['weighted', 'round-robin', 'random', 'least-latency', 'most-quota'] as const;
    const anyStrategy = fc.constantFrom(...strategies);
    fc.assert(
      fc.property(fc.array(anyDeployment, { maxLength: 8 }), anyStrategy, fc.integer(), (members, strategy, seed) => {
        const deployments = members.map((each, index) => named(`d${index}`, each));
        const choice = { nowMs, strategy, random: seededRandom(seed) };
        const names = chooseOrder(deployments, new DeploymentStates().of, choice).map(({ name }) => name);
        expect(names.toSorted()).toEqual(deployments.map(({ name }) => name).toSorted());
      }),
    );
  });
});

describe('groupsOf', () => {
  it('puts together what only the strategy tells apart, best group first', () => {
    const states = new DeploymentStates();
    states.of({ name: 'b' }).throttledUntilMs = later;
    const deployments = [
      named('a'),
      named('b'),
      named('spare', { weight: 0 }),
      named('c', { weight: 7 }),
      named('d', { priority: 2 }),
    ];
    const groups = groupsOf(deployments, states.of, { nowMs });
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([['a', 'c'], ['d'], ['spare'], ['b']]);
  });
});
