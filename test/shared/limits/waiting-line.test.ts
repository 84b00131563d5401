import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WaitingLine } from '../../../shared/limits/waiting-line.ts';

function lineOf(...names: string[]) {
  const line = new WaitingLine<{ caller: string; name: string }>();
  const waiters = names.map((name) => ({ caller: name.slice(0, 1), name }));
  waiters.forEach((waiter) => line.join(waiter));
  return { line, waiters };
}

function served(line: ReturnType<typeof lineOf>['line']): string[] {
  const names: string[] = [];
  for (let head = line.head; head !== undefined; head = line.head) {
    names.push(head.name);
    line.serveHead();
  }
  return names;
}

it('lets callers take turns, each in its own order', () => {
  const { line } = lineOf('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1');
  expect(served(line)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  expect([line.length, line.head]).toEqual([0, undefined]);
});

it('puts a caller that comes back behind those that wait', () => {
  const { line, waiters } = lineOf('a1', 'b1');
  line.serveHead();
  line.join({ caller: 'a', name: 'a2' });
  expect(served(line)).toEqual(['b1', 'a2']);
  expect(waiters).toHaveLength(2);
});

it('lets one leave from anywhere, once', () => {
  const { line, waiters } = lineOf('a1', 'a2', 'b1');
  const [first, second, third] = waiters;
  expect([second, third, third].map((waiter) => waiter !== undefined && line.leave(waiter))).toEqual([
    true,
    true,
    false,
  ]);
  expect(line.length).toBe(1);
  expect(first !== undefined && line.leave(first)).toBe(true);
  expect(first !== undefined && line.leave(first)).toBe(false);
  line.serveHead();
  expect(line.length).toBe(0);
});

it('serves nobody twice as long as another waits who came before', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }), (callers) => {
      const { line } = lineOf(...callers.map((caller, at) => `${caller}${at}`));
      const names = served(line);
      expect(names.toSorted()).toEqual(callers.map((caller, at) => `${caller}${at}`).toSorted());
      // While two callers wait, neither is ever two turns ahead of the other.
      for (const [left = '', right = ''] of [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c'],
      ]) {
        const fewer = Math.min(...[left, right].map((name) => callers.filter((caller) => caller === name).length));
        const turns = names.map((name) => name.slice(0, 1)).filter((name) => name === left || name === right);
        for (let at = 0; at < 2 * fewer; at += 2) expect(turns[at]).not.toBe(turns[at + 1]);
      }
    }),
  );
});
