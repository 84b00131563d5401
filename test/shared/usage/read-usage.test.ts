import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { readUsage } from '../../../shared/usage/read-usage.ts';
import { usageAnswerSchema, type UsageAnswer } from '../../../shared/usage/usage-answer.ts';
import { toCursor } from '../../../shared/usage/usage-cursor.ts';
import type { UsageQuery } from '../../../shared/usage/usage-query.ts';
import { usageRecord, usageRecords } from '../../setup/usage-record.ts';

const fromMs = Date.parse('2026-11-19T06:00:00Z');
const records = usageRecords(60).map((record, index) => ({ ...record, atMs: fromMs + index * 3_600_000 }));
const asked: UsageQuery = { fromMs, toMs: fromMs + 60 * 3_600_000, groupBy: [], limit: 1000 };

async function ask(differs: Partial<UsageQuery> = {}, maxRecords = 1000): Promise<UsageAnswer> {
  const store = createMemoryStore({ maxRecords: 1000 });
  await store.write(records);
  return usageAnswerSchema.parse(await readUsage(store, { ...asked, ...differs }, maxRecords));
}

async function everyPage(differs: Partial<UsageQuery>): Promise<UsageAnswer['data'][number][]> {
  const rows = [];
  let answer = await ask(differs);
  rows.push(...answer.data);
  while (answer.cursor !== null) {
    answer = await ask({ ...differs, cursor: answer.cursor });
    rows.push(...answer.data);
  }
  return rows;
}

describe('readUsage', () => {
  it('gives the records themselves, page by page, each once', async () => {
    const rows = await everyPage({ limit: 7 });
    expect(rows).toHaveLength(60);
    expect(rows).toEqual((await ask()).data);
    expect(new Set(rows)).toEqual(new Set(records));
  });

  it('keeps to caller, model, deployment and time', async () => {
    const few = { caller: 'team-1', model: 'gpt-5', fromMs: fromMs + 1, toMs: fromMs + 30 * 3_600_000 };
    const expected = records.filter(
      ({ caller, model, atMs }) =>
        caller === few.caller && model === few.model && atMs >= few.fromMs && atMs < few.toMs,
    );
    expect((await ask(few)).data).toEqual(expected);
    expect((await ask({ deployment: 'none' })).data).toEqual([]);
  });

  it('sums by day and model, in order, beside the total', async () => {
    const answer = await ask({ groupBy: ['day', 'model'] });
    expect(answer).toMatchObject({
      object: 'usage.sums',
      total: { calls: 60, promptTokens: 1770, costNanoDollars: 1770 * 2500 },
      data: [
        { group: { day: '2026-11-19', model: 'gpt-4o' }, calls: 9 },
        { group: { day: '2026-11-19', model: 'gpt-5' }, calls: 9 },
        { group: { day: '2026-11-20', model: 'gpt-4o' }, calls: 12 },
        { group: { day: '2026-11-20', model: 'gpt-5' }, calls: 12 },
        { group: { day: '2026-11-21', model: 'gpt-4o' }, calls: 9 },
        { group: { day: '2026-11-21', model: 'gpt-5' }, calls: 9 },
      ],
      cursor: null,
    });
  });

  it.each([['hour'], ['caller'], ['caller', 'day'], ['month', 'deployment']] as const)(
    'pages sums by %s and %s like one answer',
    async (...groupBy) => {
      const whole = await ask({ groupBy });
      expect(await everyPage({ groupBy, limit: 2 })).toEqual(whole.data);
      expect(await ask({ groupBy, limit: 1 })).toMatchObject({ total: { calls: 60 } });
    },
  );

  it('puts calls that no deployment served under none, before all others', async () => {
    const store = createMemoryStore({ maxRecords: 10 });
    await store.write([usageRecord({ id: 'a' }), usageRecord({ id: 'b', deployment: null, outcome: 'refused' })]);
    const query: UsageQuery = { fromMs, toMs: fromMs + 7 * 86_400_000, groupBy: ['deployment'], limit: 1 };
    const first = await readUsage(store, query, 10);
    expect(first.data).toMatchObject([{ group: { deployment: null }, errors: 1 }]);
    const second = await readUsage(store, { ...query, cursor: first.cursor ?? '' }, 10);
    expect(second).toMatchObject({ data: [{ group: { deployment: 'east-gpt-4o' } }], cursor: null });
  });

  it('refuses to sum more than it may, rather than half of it', async () => {
    await expect(ask({ groupBy: ['day'] }, 59)).rejects.toMatchObject({ code: 'invalid_request', param: 'from' });
    expect(await ask({ groupBy: ['day'] }, 60)).toMatchObject({ total: { calls: 60 } });
  });

  it('refuses a cursor from elsewhere, and gives no other caller away behind a forged one', async () => {
    await expect(ask({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_request', param: 'cursor' });
    const forged = await ask({ caller: 'team-1', cursor: toCursor(['20261119_team-0', '0']) });
    expect(new Set(forged.data.map((row) => 'caller' in row && row.caller))).toEqual(new Set(['team-1']));
  });
});
