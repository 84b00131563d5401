import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { sumUse } from '../../../shared/usage/sum-use.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const noonMs = Date.parse('2026-11-21T12:00:00Z');
const range = { callers: ['team-a', 'team-b'], fromMs: noonMs, toMs: noonMs + 1000 };

async function storeOf(records: Parameters<typeof usageRecord>[0][]) {
  const store = createMemoryStore({ maxRecords: 100 });
  await store.write(records.map((differs, at) => usageRecord({ id: `req-${at}`, ...differs })));
  return store;
}

it('adds up what some callers used within a time, each call in whole millionths of a dollar', async () => {
  const store = await storeOf([
    { caller: 'team-a', promptTokens: 10, completionTokens: 5, costNanoDollars: 1001 },
    { caller: 'team-b', promptTokens: 1, completionTokens: 2, costNanoDollars: 3000, atMs: noonMs + 999 },
    { caller: 'team-a', promptTokens: 4, completionTokens: 0, costNanoDollars: null },
    { caller: 'team-c', promptTokens: 1000 },
    { caller: 'team-a', promptTokens: 1000, atMs: noonMs - 1 },
    { caller: 'team-a', promptTokens: 1000, atMs: noonMs + 1000 },
  ]);
  expect(await sumUse(store, range, 100)).toEqual({ tokens: 22, microDollars: 5, isWhole: true });
});

it('reads no more records than it may, and says so', async () => {
  const store = await storeOf([{ promptTokens: 10 }, { promptTokens: 10 }, { promptTokens: 10 }]);
  expect(await sumUse(store, range, 2)).toEqual({ tokens: 60, microDollars: 800, isWhole: false });
  expect(await sumUse(store, range, 3)).toMatchObject({ tokens: 90, isWhole: true });
});

it('fails as the store does', async () => {
  const failing = { ...(await storeOf([])), scan: () => Promise.reject(new Error('The store is down.')) };
  await expect(sumUse(failing, range, 2)).rejects.toThrow('The store is down.');
});
