import { expect, it } from 'vitest';
import { formatPath, listOf, memberOf, membersOf, valueAt } from '../../../shared/config/member-path.ts';

it.each([
  [['models', 'gpt-4o', 'deployments', 0, 'weight'], 'models.gpt-4o.deployments[0].weight'],
  [['models', 'gpt-4.1'], 'models["gpt-4.1"]'],
  [['a b', 'c'], '["a b"].c'],
  [[], 'the gateway file'],
])('writes %j as %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

it('finds what stands at a path, and nothing where nothing does', () => {
  const tree = { a: [{ b: 0 }] };
  expect(valueAt(tree, ['a', 0, 'b'])).toBe(0);
  expect(valueAt(tree, ['a', 1, 'b'])).toBeUndefined();
  expect(valueAt(tree, [])).toBe(tree);
});

it('sees only what the document itself holds', () => {
  expect(memberOf({}, 'constructor')).toBeUndefined();
  expect(memberOf('text', 'length')).toBeUndefined();
  expect(memberOf(null, 'a')).toBeUndefined();
});

it('treats a value of another kind as empty', () => {
  expect([membersOf([1]), membersOf(null), membersOf('ab'), listOf({ 0: 1 })]).toEqual([[], [], [], []]);
  expect([membersOf({ a: 1 }), listOf([2])]).toEqual([[['a', 1]], [2]]);
});
