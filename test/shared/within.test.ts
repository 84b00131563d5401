import { expect, it } from 'vitest';
import { within } from '../../shared/within.ts';

it('gives the value that comes in time, and its failure', async () => {
  expect(await within(1_000, Promise.resolve('here'))).toBe('here');
  await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('gives nothing for a value that does not come in time', async () => {
  expect(await within(1, new Promise(() => {}))).toBeUndefined();
});
