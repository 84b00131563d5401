import { expect, it } from 'vitest';
import { recountBudget } from '../../../shared/gateway/recount-budget.ts';
import { budgetLimit } from '../../../shared/limits/budget-limit.ts';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import type { UsageRecord } from '../../../shared/usage/usage-record.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const noonMs = Date.parse('2026-11-21T12:00:00Z');
const terms = { per: 'day', timeZone: 'UTC', mode: 'hard', warnAtPercent: 80 } as const;
const teams = [{ name: 'research', callers: ['team-a', 'team-b'], budgets: [] }];

function ledgerWith(waiting: readonly UsageRecord[]) {
  const store = createMemoryStore({ maxRecords: 300_000 });
  const ledger = {
    drain: async () => {
      await store.write(waiting);
      return { inMemory: 0, spooledSegments: 0, written: waiting.length, lost: 0, isStoreDown: false };
    },
  };
  return { store, ledger };
}

it("tells a caller's use and a team's, in the unit of the budget, what still waits to be written included", async () => {
  const usage = ledgerWith([
    usageRecord({ id: 'a', caller: 'team-a', promptTokens: 10, completionTokens: 1, costNanoDollars: 1_000_000 }),
    usageRecord({ id: 'b', caller: 'team-b', promptTokens: 20, completionTokens: 2, costNanoDollars: 2_000_000 }),
  ]);
  const recount = recountBudget({ teams }, usage, recordedLog());
  const ask = (subject: Parameters<typeof budgetLimit>[0], amount: { tokens: number } | { microDollars: number }) =>
    recount(budgetLimit(subject, { ...terms, ...amount }), noonMs, noonMs + 1);
  expect(await ask({ kind: 'caller', name: 'team-a' }, { tokens: 99 })).toBe(11);
  expect(await ask({ kind: 'caller', name: 'team-b' }, { microDollars: 99 })).toBe(2000);
  expect(await ask({ kind: 'team', name: 'research' }, { tokens: 99 })).toBe(33);
});

it('reads no more than 200,000 calls, and says so', async () => {
  const { ledger, store } = ledgerWith([]);
  const records = Array.from({ length: 1000 }, () => usageRecord());
  const endless = { ...store, scan: async () => ({ records, next: { partition: 'p', row: 'r' } }) };
  const log = recordedLog();
  const limit = budgetLimit({ kind: 'caller', name: 'team-a' }, { ...terms, tokens: 99 });
  const used = await recountBudget({ teams }, { ledger, store: endless }, log)(limit, noonMs, noonMs + 1);
  expect(used).toBe(200_000 * 120);
  expect(log.of('budget-recounted-in-part')).toMatchObject([{ level: 'warn', limit: limit.key, records: 200_000 }]);
});

it('tells nothing while records wait to be written', async () => {
  const { ledger, store } = ledgerWith([]);
  const waiting = { drain: async () => ({ ...(await ledger.drain()), spooledSegments: 1 }) };
  const limit = budgetLimit({ kind: 'caller', name: 'team-a' }, { ...terms, tokens: 99 });
  await expect(
    recountBudget({ teams }, { ledger: waiting, store }, recordedLog())(limit, noonMs, noonMs + 1),
  ).rejects.toThrow('Records still wait to be written.');
});
