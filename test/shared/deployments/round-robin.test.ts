import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoundRobin } from '../../../shared/deployments/round-robin.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const groupOf = (weights: Record<string, number>) =>
  Object.entries(weights).map(([name, weight]) => deploymentOf({ name, weight }));
const turns = (count: number, group = groupOf({ a: 1 }), robin = new RoundRobin()) =>
  Array.from({ length: count }, () => robin.take(group)[0]?.name);

describe('RoundRobin', () => {
  it('gives each of equal weight its turn', () => {
    expect(turns(7, groupOf({ a: 2, b: 2, c: 2 }))).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a']);
  });

  it('spreads the turns of a heavy one', () => {
    expect(turns(7, groupOf({ a: 5, b: 1, c: 1 }))).toEqual(['a', 'a', 'b', 'a', 'c', 'a', 'a']);
  });

  it('lets those of weight 0 take even turns', () => {
    expect(turns(4, groupOf({ a: 0, b: 0 }))).toEqual(['a', 'b', 'a', 'b']);
  });

  it('puts the others behind by how soon their turn comes', () => {
    const robin = new RoundRobin();
    const group = groupOf({ a: 1, b: 1, c: 1 });
    robin.take(group);
    expect(robin.take(group).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  });

  it('uses no turn up for a look', () => {
    const robin = new RoundRobin();
    const group = groupOf({ a: 1, b: 1 });
    robin.peek(group);
    expect([robin.peek(group)[0]?.name, robin.take(group)[0]?.name, robin.peek(group)[0]?.name]).toEqual([
      'a',
      'a',
      'b',
    ]);
  });

  it('goes on among those that are left when one drops out', () => {
    const robin = new RoundRobin();
    const [a, b, c] = groupOf({ a: 1, b: 1, c: 1 });
    if (a === undefined || b === undefined || c === undefined) return expect.unreachable();
    const first = robin.take([a, b, c])[0]?.name;
    const without = Array.from({ length: 4 }, () => robin.take([b, c])[0]?.name);
    expect([first, ...without]).toEqual(['a', 'b', 'c', 'b', 'c']);
  });

  it('gives each exactly its share of every whole round, whatever the weights', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const group = weights.map((weight, at) => deploymentOf({ name: `d${at}`, weight }));
        const round = weights.reduce((sum, weight) => sum + weight, 0);
        const taken = turns(3 * round, group);
        expect(group.map(({ name }) => taken.filter((each) => each === name).length)).toEqual(
          weights.map((weight) => 3 * weight),
        );
      }),
    );
  });
});
