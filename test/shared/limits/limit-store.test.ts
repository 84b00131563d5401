import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Claim } from '../../../shared/limits/claim.ts';
import { lateSettlementMs, totalKeptMs } from '../../../shared/limits/limit-store.ts';
import {
  clockedMemoryStore,
  clockedRedisStore,
  dayBudget,
  lease,
  noonMs,
  slidingLimit,
  type ClockedStore,
} from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

describe('in memory', () => {
  specify(clockedMemoryStore);
});

describe.runIf(runsRedis)('in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());
  specify(() => clockedRedisStore(server));
});

/** What every store of limits does. */
function specify(createStore: () => Promise<ClockedStore>): void {
  let made: ClockedStore;
  beforeEach(async () => {
    made = await createStore();
  });
  afterEach(() => made.close());

  const day = dayBudget(100);
  const sliding = slidingLimit(100);
  const pass = (ms: number) => void (made.clock.nowMs += ms);
  const admit = (id: string, claims: Claim[], terms = {}) => made.store.admit(lease(id, terms), claims);
  const settle = (id: string, amount: number | 'as-claimed', limit = day) => made.store.settle(id, [{ limit, amount }]);
  const keep = (id: string, isSent: boolean, limit = day) => made.store.keep(id, [limit], { leaseMs: 30_000, isSent });
  const look = async (limit = day) => {
    const { counts } = await admit('look', [{ limit, amount: 0 }], { purpose: 'look' });
    return counts[0] ?? expect.unreachable();
  };
  const used = async (limit = day) => (await look(limit)).used;

  it('admits exactly up to a limit', async () => {
    expect((await admit('a', [{ limit: day, amount: 60 }])).isAdmitted).toBe(true);
    expect((await admit('b', [{ limit: day, amount: 41 }])).isAdmitted).toBe(false);
    expect((await admit('c', [{ limit: day, amount: 40 }])).isAdmitted).toBe(true);
    expect(await used()).toBe(100);
  });

  it('admits nothing to a full limit, not even what claims nothing', async () => {
    await admit('a', [{ limit: day, amount: 100 }]);
    expect((await admit('b', [{ limit: day, amount: 0 }])).isAdmitted).toBe(false);
  });

  it('takes every claim or none', async () => {
    const { isAdmitted, counts } = await admit('a', [
      { limit: day, amount: 50 },
      { limit: sliding, amount: 101 },
    ]);
    expect(isAdmitted).toBe(false);
    expect(counts.map(({ waitMs }) => waitMs)).toEqual([0, undefined]);
    expect([await used(day), await used(sliding)]).toEqual([0, 0]);
  });

  it('is not kept out by soft and shadowed limits, and counts what exceeds them', async () => {
    const limits = [dayBudget(10, 'soft'), dayBudget(10, 'shadow', { key: 'other' })];
    const { isAdmitted, counts } = await admit(
      'a',
      limits.map((limit) => ({ limit, amount: 11 })),
    );
    expect(isAdmitted).toBe(true);
    expect(counts.map((count) => [count.used, count.waitMs])).toEqual([
      [11, undefined],
      [11, undefined],
    ]);
  });

  it('looks without taking, and charges without asking', async () => {
    await admit('a', [{ limit: day, amount: 30 }], { purpose: 'look' });
    expect(await used()).toBe(0);
    const { isAdmitted } = await admit('', [{ limit: day, amount: 130 }], { purpose: 'charge', leaseMs: 0 });
    expect(isAdmitted).toBe(true);
    pass(3_600_000);
    expect(await look()).toMatchObject({ used: 130, held: 0 });
  });

  it('settles to what was used, more or less than was claimed, once', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    await admit('b', [{ limit: day, amount: 50 }]);
    expect(await settle('a', 10)).toBe(true);
    expect(await settle('a', 40)).toBe(false);
    expect(await settle('b', 70)).toBe(true);
    expect(await used()).toBe(80);
    expect(await settle('nobody', 7)).toBe(false);
  });

  it('settles as claimed, and releases all of it', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    await admit('b', [{ limit: day, amount: 50 }]);
    await settle('a', 'as-claimed');
    await settle('b', 0);
    expect(await used()).toBe(50);
  });

  it('gives back what an expired lease only reserved', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    pass(29_999);
    expect(await look()).toMatchObject({ used: 50, held: 50 });
    pass(1);
    expect(await look()).toMatchObject({ used: 0, held: 0 });
  });

  it.each([
    ['admitted as sent', { isSent: true }],
    ['noted as sent later', {}],
  ])('charges what an expired lease is known to have sent: %s', async (_, terms) => {
    await admit('a', [{ limit: day, amount: 50 }], terms);
    if (!('isSent' in terms)) expect(await keep('a', true)).toBe(true);
    pass(30_000);
    expect(await look()).toMatchObject({ used: 50, held: 0 });
  });

  it('holds a lease that is renewed for longer', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    pass(20_000);
    await keep('a', false);
    pass(20_000);
    expect(await used()).toBe(50);
    pass(10_000);
    expect(await used()).toBe(0);
  });

  it.each([
    ['reserved', false],
    ['sent', true],
  ])('charges what a call used whose lease had expired when it was settled: %s', async (_, isSent) => {
    await admit('a', [{ limit: day, amount: 50 }], { isSent });
    pass(30_000);
    await used();
    expect(await settle('a', 20)).toBe(true);
    expect(await settle('a', 20)).toBe(false);
    expect(await look()).toMatchObject({ used: 20, held: 0 });
  });

  it('takes an expired lease again when its call turns out to be there', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    pass(30_000);
    expect(await used()).toBe(0);
    expect(await keep('a', false)).toBe(true);
    expect(await look()).toMatchObject({ used: 50, held: 50 });
    pass(30_000);
    expect(await used()).toBe(50);
  });

  it('forgets an expired lease in the end', async () => {
    await admit('a', [{ limit: day, amount: 50 }], { isSent: true });
    pass(30_000 + lateSettlementMs);
    expect(await used()).toBe(50);
    expect(await settle('a', 0)).toBe(false);
    expect(await keep('a', true)).toBe(false);
    expect(await used()).toBe(50);
  });

  it('forgets sliding use when its window is over, at most a slice late', async () => {
    pass(500);
    await admit('a', [{ limit: sliding, amount: 100 }], { isSent: true });
    pass(9_999);
    const refused = await admit('b', [{ limit: sliding, amount: 1 }]);
    expect(refused.isAdmitted).toBe(false);
    expect(refused.counts[0]?.waitMs).toBe(501);
    expect(refused.counts[0]?.resetMs).toBe(501);
    pass(500);
    expect(await used(sliding)).toBe(100);
    pass(1);
    expect(await look(sliding)).toMatchObject({ used: 0, resetMs: 0 });
  });

  it('says when a sliding limit has room, by how much is needed', async () => {
    await admit('a', [{ limit: sliding, amount: 30 }]);
    pass(4_000);
    await admit('b', [{ limit: sliding, amount: 70 }]);
    const waitMs = async (amount: number) => (await admit('c', [{ limit: sliding, amount }])).counts[0]?.waitMs;
    expect(await waitMs(30)).toBe(7_000);
    expect(await waitMs(31)).toBe(11_000);
    expect(await waitMs(101)).toBeUndefined();
  });

  it('gives back to the window in which it was taken', async () => {
    await admit('a', [{ limit: sliding, amount: 60 }]);
    pass(4_000);
    await admit('b', [{ limit: sliding, amount: 40 }]);
    await settle('a', 10, sliding);
    expect(await used(sliding)).toBe(50);
    pass(7_000);
    expect(await used(sliding)).toBe(40);
    await settle('b', 45, sliding);
    expect(await used(sliding)).toBe(45);
    pass(60_000);
    expect(await used(sliding)).toBe(0);
  });

  it('begins a budget anew with its period, and leaves the old one its late settlements', async () => {
    made.clock.nowMs = noonMs + 12 * 3_600_000 - 1_000;
    await admit('a', [{ limit: day, amount: 100 }], { isSent: true });
    const refused = await admit('b', [{ limit: day, amount: 1 }]);
    expect(refused.counts[0]).toMatchObject({ waitMs: 1_000, resetMs: 1_000 });
    pass(1_000);
    expect(await look()).toMatchObject({ used: 0, held: 0, resetMs: 86_400_000 });
    await admit('c', [{ limit: day, amount: 5 }]);
    await settle('a', 120);
    expect(await look()).toMatchObject({ used: 5, held: 5 });
  });

  it('says to wait for what calls under way may give back, and otherwise for the next period', async () => {
    await admit('a', [{ limit: day, amount: 100 }]);
    expect((await admit('b', [{ limit: day, amount: 1 }])).counts[0]?.waitMs).toBe(1_000);
    await settle('a', 100);
    expect((await admit('b', [{ limit: day, amount: 1 }])).counts[0]?.waitMs).toBe(12 * 3_600_000);
    expect((await admit('b', [{ limit: day, amount: 101 }])).counts[0]?.waitMs).toBeUndefined();
  });

  it('never begins a total anew', async () => {
    const total = dayBudget(100, 'hard', {
      key: 'total',
      span: { kind: 'calendar', period: 'total', timeZone: 'UTC' },
    });
    await admit('a', [{ limit: total, amount: 100 }]);
    expect((await look(total)).waitMs).toBe(1_000);
    await settle('a', 100, total);
    pass(200 * 86_400_000);
    expect(await look(total)).toMatchObject({ used: 100, waitMs: undefined, resetMs: undefined });
  });

  it('warns of a budget once in a period', async () => {
    const warning = dayBudget(100, 'hard', { warnFrom: 80 });
    const isFirst = async (amount: number) => {
      const { counts } = await admit(crypto.randomUUID(), [{ limit: warning, amount }], { isSent: true });
      return counts[0]?.isFirstWarning;
    };
    expect([await isFirst(79), await isFirst(1), await isFirst(1)]).toEqual([false, true, false]);
    pass(86_400_000);
    expect([await isFirst(80), await isFirst(1)]).toEqual([true, false]);
  });

  it.each([
    ['holds', async () => undefined],
    ['was charged when its lease expired', async () => pass(30_000)],
    [
      'was settled at and is remembered',
      async () => void (await made.store.settle('a', [{ limit: day, amount: 70 }], 3_600_000)),
    ],
  ])('gives back what a lease %s when another is admitted in its place', async (_, end) => {
    await admit('a', [{ limit: day, amount: 60 }], { isSent: true });
    await admit('other', [{ limit: day, amount: 20 }], { isSent: true });
    await end();
    const refused = await admit('b', [{ limit: day, amount: 81 }], { replaces: ['a', 'b'] });
    expect(refused.isAdmitted).toBe(false);
    expect(await used()).toBeGreaterThanOrEqual(80);
    expect((await admit('b', [{ limit: day, amount: 80 }], { replaces: ['a', 'b'] })).isAdmitted).toBe(true);
    expect(await used()).toBe(100);
    expect([await settle('a', 5), await keep('a', true)]).toEqual([false, false]);
    expect(await settle('b', 30)).toBe(true);
    expect(await look()).toMatchObject({ used: 50 });
  });

  it('replaces an admission of its own id: the answer to the first may have been lost', async () => {
    await admit('a', [{ limit: sliding, amount: 60 }], { replaces: ['a'] });
    expect((await admit('a', [{ limit: sliding, amount: 60 }], { replaces: ['a'] })).isAdmitted).toBe(true);
    expect(await used(sliding)).toBe(60);
  });

  it('settles once what it remembers, and forgets it in time', async () => {
    await admit('a', [{ limit: day, amount: 50 }]);
    expect(await made.store.settle('a', [{ limit: day, amount: 20 }], 60_000)).toBe(true);
    expect([await settle('a', 40), await keep('a', true)]).toEqual([false, false]);
    expect(await look()).toMatchObject({ used: 20, held: 0 });
    pass(60_000);
    await admit('b', [{ limit: day, amount: 5 }], { replaces: ['a'] });
    expect(await used()).toBe(25);
  });

  it('does not touch a new period for what was replaced in an old one', async () => {
    await admit('a', [{ limit: day, amount: 60 }], { isSent: true });
    pass(86_400_000);
    await admit('b', [{ limit: day, amount: 60 }], { replaces: ['a'] });
    expect(await look()).toMatchObject({ used: 60, held: 60 });
  });

  it('keeps large amounts to the unit', async () => {
    const most = 9_007_199_254_740_000;
    const large = dayBudget(most);
    await admit('a', [{ limit: large, amount: most - 1 }], { isSent: true });
    expect(await used(large)).toBe(most - 1);
    await settle('a', 'as-claimed', large);
    expect((await admit('b', [{ limit: large, amount: 2 }])).isAdmitted).toBe(false);
    expect((await admit('c', [{ limit: large, amount: 1 }])).isAdmitted).toBe(true);
  });

  it('is not confused by a clock that goes back', async () => {
    pass(60_000);
    await admit('a', [{ limit: sliding, amount: 60 }], { isSent: true });
    pass(-30_000);
    await admit('b', [{ limit: sliding, amount: 40 }], { isSent: true });
    expect((await admit('c', [{ limit: sliding, amount: 1 }])).isAdmitted).toBe(false);
    pass(30_000 + 11_000);
    expect(await used(sliding)).toBe(0);
  });
}

it('remembers a total that nobody uses for a month of a session, for well over a year of others', () => {
  const session = { kind: 'session', name: 'a', session: 's' } as const;
  expect(totalKeptMs(dayBudget(1, 'hard', { subject: session })) / 86_400_000).toBe(31);
  expect(totalKeptMs(dayBudget(1)) / 86_400_000).toBe(400);
});
