import { Limiter } from '../../shared/limits/limiter.ts';
import type { Limit } from '../../shared/limits/limit.ts';
import { RedisStore } from '../../shared/limits/redis-store.ts';
import { connectRedis } from '../../shared/redis/connect-redis.ts';

// One instance of an app, as far as limits go. It answers each order with how many calls it admitted and what they used.
type Order = {
  readonly limits: Limit[];
  readonly calls: number;
  readonly tokens: number;
  readonly end: 'settle' | 'hold' | 'send';
  readonly leaseMs: number;
};

const { url, keyPrefix } = JSON.parse(process.argv[2] ?? '{}');
const redis = connectRedis({ url, commandTimeoutMs: 10_000, keyPrefix });
const store = new RedisStore(redis, Date.now);

process.on('message', (order: Order | 'ready?') => {
  if (order === 'ready?') process.send?.({ admitted: redis.state() === 'ready' ? 1 : 0, used: 0 });
  else void carryOut(order).then((result) => process.send?.(result));
});

async function carryOut({ limits, calls, tokens, end, leaseMs }: Order) {
  const clock = { now: Date.now, random: Math.random };
  const limiter = new Limiter({ store, whenStoreIsDown: 'closed', localShare: 1, leaseMs, maxWaiting: 0, ...clock });
  const request = { caller: 'a', limits, estimate: { tokens, microDollars: null } };
  const used = await Promise.all(
    Array.from({ length: calls }, async (_, call) => {
      const admission = await limiter.admit(request);
      if (admission.kind !== 'admitted') return undefined;
      if (end === 'send') await limiter.markSent(admission.reservation);
      if (end !== 'settle') return tokens;
      const actual = { tokens: (call % tokens) + 1, microDollars: null };
      await limiter.settle(admission.reservation, actual);
      return actual.tokens;
    }),
  );
  const admitted = used.filter((one) => one !== undefined);
  return { admitted: admitted.length, used: admitted.reduce((sum, one) => sum + one, 0) };
}
