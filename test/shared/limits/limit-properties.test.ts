import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Limiter } from '../../../shared/limits/limiter.ts';
import type { LimitStore } from '../../../shared/limits/limit-store.ts';
import { limitCommands, noUse, type Real } from './limit-model.ts';
import {
  clockedMemoryStore,
  clockedRedisStore,
  dayBudget,
  noonMs,
  slidingLimit,
  type ClockedStore,
} from '../../setup/limit-fixture.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

/** Runs commands against a store of its own and compares every answer with what the model says. */
async function agreesWithModel(createStore: () => Promise<ClockedStore>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(limitCommands, async (commands) => {
      const made = await createStore();
      const setup = () => ({ model: noUse(), real: { ...made, reservations: [] } satisfies Real });
      try {
        await fc.asyncModelRun(setup, commands);
      } finally {
        await made.close();
      }
    }),
    { numRuns },
  );
}

describe('whatever happens in whatever order', () => {
  it('counts in memory as the model does', () => agreesWithModel(clockedMemoryStore, 1_000));

  describe.runIf(runsRedis)('with Redis', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server?.stop());

    it(
      'counts in Redis as the model does',
      () => agreesWithModel((): Promise<ClockedStore> => clockedRedisStore(server), 60),
      60_000,
    );
  });
});

// What each process does with its call: use some of the estimate, give it up, or die, before or after the call went up.
const fate = fc.oneof(
  fc.record({ kind: fc.constant('settles' as const), used: fc.nat(20) }),
  fc.record({ kind: fc.constant('releases' as const), used: fc.constant(0) }),
  fc.record({ kind: fc.constantFrom('dies-reserved' as const, 'dies-sent' as const), used: fc.constant(0) }),
);

it('spends exactly what was used or sent, however calls interleave, are delivered twice, or die', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ estimate: fc.integer({ min: 1, max: 20 }), fate, isTwice: fc.boolean() }), {
        minLength: 1,
        maxLength: 25,
      }),
      fc.integer({ min: 20, max: 150 }),
      async (scheduler, calls, most) => {
        const clock = { nowMs: noonMs };
        const made = await clockedMemoryStore();
        const limits = [dayBudget(most), slidingLimit(1_000_000)];
        const limiterOver = (store: LimitStore) =>
          new Limiter({
            store,
            whenStoreIsDown: 'closed',
            localShare: 1,
            leaseMs: 30_000,
            maxWaiting: 0,
            now: () => clock.nowMs,
            random: () => 0,
          });
        let expected = 0;
        let highest = 0;
        const makeCall = async ({ estimate, fate: { kind, used }, isTwice }: (typeof calls)[number]): Promise<void> => {
          const limiter = limiterOver(delayed(made.store, scheduler, isTwice));
          const admission = await limiter.admit({
            caller: 'a',
            limits,
            estimate: { tokens: estimate, microDollars: null },
          });
          if (admission.kind === 'refused') return;
          highest = Math.max(highest, admission.states[0]?.used ?? 0);
          if (kind === 'dies-reserved') return;
          if (kind === 'releases') {
            await limiter.release(admission.reservation);
            return;
          }
          await limiter.markSent(admission.reservation);
          expected += kind === 'dies-sent' ? estimate : Math.min(used, estimate);
          if (kind === 'dies-sent') return;
          const actual = { tokens: Math.min(used, estimate), microDollars: null };
          await Promise.all([
            limiter.settle(admission.reservation, actual),
            limiter.settle(admission.reservation, actual),
            limiter.renew(admission.reservation),
          ]);
        };
        const all = Promise.all(calls.map(makeCall));
        await scheduler.waitFor(all);
        made.clock.nowMs += 30_000;
        const [state] = await limiterOver(made.store).read(limits);
        expect(state).toMatchObject({ used: expected, held: 0 });
        expect(highest).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 300 },
  );
});

/** A store whose operations arrive when the scheduler says; settlements and renewals perhaps twice. */
function delayed(store: LimitStore, scheduler: fc.Scheduler, isTwice: boolean): LimitStore {
  const arrive = async <Answer>(operation: () => Promise<Answer>): Promise<Answer> => {
    await scheduler.schedule(Promise.resolve());
    const answer = await operation();
    await scheduler.schedule(Promise.resolve());
    return answer;
  };
  const perhapsTwice = async <Answer>(operation: () => Promise<Answer>): Promise<Answer> => {
    if (!isTwice) return arrive(operation);
    const [first] = await Promise.all([arrive(operation), arrive(operation)]);
    return first;
  };
  return {
    admit: (terms, claims) => arrive(() => store.admit(terms, claims)),
    settle: (id, settlements) => perhapsTwice(() => store.settle(id, settlements)),
    keep: (id, limits, lease) => perhapsTwice(() => store.keep(id, limits, lease)),
  };
}
