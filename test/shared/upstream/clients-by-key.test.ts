import { expect, it } from 'vitest';
import { clientsByKey } from '../../../shared/upstream/clients-by-key.ts';

it('makes one client for each key', () => {
  let made = 0;
  const clientFor = clientsByKey((key) => ({ key, number: (made += 1) }));
  expect([clientFor('a'), clientFor('b'), clientFor('a')]).toEqual([
    { key: 'a', number: 1 },
    { key: 'b', number: 2 },
    { key: 'a', number: 1 },
  ]);
  expect(clientFor('a')).toBe(clientFor('a'));
});
