import fc from 'fast-check';
import { expect } from 'vitest';
import { lateSettlementMs } from '../../../shared/limits/limit-store.ts';
import { dayBudget, lease, noonMs, slidingLimit, type ClockedStore } from '../../setup/limit-fixture.ts';

const budget = dayBudget(100);
const sliding = slidingLimit(100);
const dayMs = 86_400_000;
const leaseMs = 30_000;

/** One admission as the model remembers it: nothing is ever added up but from these. */
type Taken = {
  readonly id: string;
  readonly atMs: number;
  readonly amount: number;
  endsMs: number;
  isSent: boolean;
  /** What it came to, when it was settled. */
  settled: number | undefined;
  isForgotten: boolean;
};

type Model = { nowMs: number; taken: Taken[] };

/** What commands act upon. */
export type Real = Pick<ClockedStore, 'store' | 'clock'> & { readonly reservations: string[] };

export function noUse(): Model {
  return { nowMs: noonMs, taken: [] };
}

/** What an admission counts for at the model's time. */
function charge({ settled, endsMs, isSent, amount }: Taken, nowMs: number): number {
  if (settled !== undefined) return settled;
  return endsMs <= nowMs && !isSent ? 0 : amount;
}

function usedOfDay({ nowMs, taken }: Model): number {
  const startMs = Math.floor(nowMs / dayMs) * dayMs;
  return sum(taken.filter(({ atMs }) => atMs >= startMs).map((one) => charge(one, nowMs)));
}

/** Use in the window, and with what slices may add to it. */
function usedOfWindow({ nowMs, taken }: Model, lengthMs: number): number {
  return sum(taken.filter(({ atMs }) => atMs > nowMs - lengthMs).map((one) => charge(one, nowMs)));
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

type Command = fc.AsyncCommand<Model, Real>;

function isOpen(model: Model, pick: number): boolean {
  return takenAt(model, pick) !== undefined;
}

function takenAt({ taken }: Model, pick: number): Taken | undefined {
  return taken.length === 0 ? undefined : taken[pick % taken.length];
}

/** What is looked at is expired; so is what is asked for room. */
function noteExpiry({ nowMs, taken }: Model): void {
  for (const one of taken) {
    if (one.settled === undefined && one.endsMs + lateSettlementMs <= nowMs && !one.isForgotten) {
      one.isForgotten = true;
      one.settled = charge(one, nowMs);
    }
  }
}

async function expectSame(model: Model, { store }: Real): Promise<void> {
  noteExpiry(model);
  const { counts } = await store.admit(lease('look', { purpose: 'look' }), [
    { limit: budget, amount: 0 },
    { limit: sliding, amount: 0 },
  ]);
  expect(counts[0]?.used).toBe(usedOfDay(model));
  expect(counts[1]?.used).toBeGreaterThanOrEqual(usedOfWindow(model, 10_000));
  expect(counts[1]?.used).toBeLessThanOrEqual(usedOfWindow(model, 11_000));
}

const pass = (ms: number): Command => ({
  check: () => true,
  async run(model, real) {
    model.nowMs += ms;
    real.clock.nowMs += ms;
    await expectSame(model, real);
  },
  toString: () => `pass ${ms} ms`,
});

const admit = (amount: number, isSent: boolean): Command => ({
  check: () => true,
  async run(model, { store }) {
    const id = `c${model.taken.length}`;
    const { isAdmitted } = await store.admit(lease(id, { isSent }), [
      { limit: budget, amount },
      { limit: sliding, amount },
    ]);
    const room = Math.max(1, amount);
    if (isAdmitted) {
      expect(usedOfDay(model) + room).toBeLessThanOrEqual(100);
      expect(usedOfWindow(model, 10_000) + room).toBeLessThanOrEqual(100);
      const taken = { id, atMs: model.nowMs, amount, endsMs: model.nowMs + leaseMs, isSent };
      model.taken.push({ ...taken, settled: undefined, isForgotten: false });
    } else {
      expect(Math.max(usedOfDay(model), usedOfWindow(model, 11_000)) + room).toBeGreaterThan(100);
    }
  },
  toString: () => `admit ${amount}${isSent ? ' sent' : ''}`,
});

const settle = (pick: number, amount: number | 'as-claimed'): Command => ({
  check: (model) => isOpen(model, pick),
  async run(model, real) {
    const one = takenAt(model, pick);
    if (one === undefined) return;
    noteExpiry(model);
    const settlements = [budget, sliding].map((limit) => ({ limit, amount }));
    const isFirst = await real.store.settle(one.id, settlements);
    expect(isFirst).toBe(one.settled === undefined);
    one.settled ??= amount === 'as-claimed' ? one.amount : amount;
    await expectSame(model, real);
  },
  toString: () => `settle ${pick} at ${amount}`,
});

const keep = (pick: number, isSent: boolean): Command => ({
  check: (model) => isOpen(model, pick),
  async run(model, real) {
    const one = takenAt(model, pick);
    if (one === undefined) return;
    noteExpiry(model);
    const isKept = await real.store.keep(one.id, [budget, sliding], { leaseMs, isSent });
    expect(isKept).toBe(one.settled === undefined);
    if (isKept) {
      one.isSent ||= isSent || one.endsMs <= model.nowMs;
      one.endsMs = model.nowMs + leaseMs;
    }
    await expectSame(model, real);
  },
  toString: () => `keep ${pick}${isSent ? ' sent' : ''}`,
});

const amounts = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(1, 99, 100, 101));
const milliseconds = fc.oneof(
  fc.integer({ min: 1, max: 3_000 }),
  fc.constantFrom(1, 9_999, 10_000, 11_000, leaseMs - 1, leaseMs, lateSettlementMs, 3_600_000, dayMs / 2),
);

/** Calls that come, end, end twice, end late, are renewed or die, while time passes over leases, windows and days. */
export const limitCommands = fc.commands(
  [
    milliseconds.map(pass),
    fc.tuple(amounts, fc.boolean()).map(([amount, isSent]) => admit(amount, isSent)),
    fc.tuple(amounts, fc.boolean()).map(([amount, isSent]) => admit(amount, isSent)),
    fc
      .tuple(fc.nat(), fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant('as-claimed' as const)))
      .map(([pick, amount]) => settle(pick, amount)),
    fc.tuple(fc.nat(), fc.boolean()).map(([pick, isSent]) => keep(pick, isSent)),
  ],
  { size: '+1', maxCommands: 60 },
);
