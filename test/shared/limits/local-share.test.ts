import { expect, it } from 'vitest';
import { LocalShare } from '../../../shared/limits/local-share.ts';
import { MemoryStore } from '../../../shared/limits/memory-store.ts';
import { dayBudget, lease, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';

const clock = { nowMs: noonMs };
const now = () => clock.nowMs;
const rate = slidingLimit(100);
const day = dayBudget(100);

it('lets through its share of a limit', async () => {
  const share = new LocalShare(0.25, now);
  const admit = async (id: string, amount: number) => (await share.admit(lease(id), [{ limit: rate, amount }])).verdict;
  expect((await admit('a', 26)).isAdmitted).toBe(false);
  expect((await admit('b', 20)).isAdmitted).toBe(true);
  expect((await admit('c', 6)).isAdmitted).toBe(false);
  await share.settle('b', [{ limit: rate, amount: 5 }]);
  expect(await share.keep('b', [rate], { leaseMs: 1, isSent: true })).toBe(false);
  expect((await admit('d', 20)).isAdmitted).toBe(true);
});

it('says what the share is', async () => {
  const { claims } = await new LocalShare(0.25, now).admit(lease('a'), [{ limit: rate, amount: 1 }]);
  expect(claims[0]?.limit.most).toBe(25);
});

it('lets through its share of what was left of a budget, until its next period', async () => {
  const share = new LocalShare(0.5, now);
  const store = new MemoryStore(now);
  const claims = [{ limit: day, amount: 60 }];
  share.remember(await store.admit(lease('a'), claims), claims);
  const most = async () => (await share.admit(lease('b', { purpose: 'look' }), claims)).claims[0]?.limit.most;
  expect(await most()).toBe(20);
  clock.nowMs += 86_400_000;
  expect(await most()).toBe(50);
});

it('begins each outage with its whole share', async () => {
  const share = new LocalShare(0.1, now);
  const take = async () => (await share.admit(lease('a'), [{ limit: rate, amount: 10 }])).verdict.isAdmitted;
  expect([await take(), await take()]).toEqual([true, false]);
  share.remember({ isAdmitted: true, nowMs: now(), counts: [] }, []);
  expect(await take()).toBe(true);
});

it('remembers no more budgets than it has room for', async () => {
  const share = new LocalShare(1, now);
  const counts = [{ used: 100, held: 0, resetMs: 0, waitMs: 0, isFirstWarning: false }];
  for (let index = 0; index <= 10_000; index += 1) {
    const claims = [{ limit: { ...day, key: `day ${index}` }, amount: 1 }];
    share.remember({ isAdmitted: true, nowMs: now(), counts }, claims);
  }
  const most = async (key: string) =>
    (await share.admit(lease('a', { purpose: 'look' }), [{ limit: { ...day, key }, amount: 1 }])).claims[0]?.limit.most;
  expect([await most('day 0'), await most('day 1')]).toEqual([100, 0]);
});
