import type { LimitStore } from '../../shared/limits/limit-store.ts';
import { MemoryStore } from '../../shared/limits/memory-store.ts';
import { RedisUnavailable, type RedisFault } from '../../shared/redis/redis-unavailable.ts';

/** A store that is down while `fault` says how; `actsAll` makes it do what it is asked and lose the answer. */
export type FailingStore = LimitStore & { fault: RedisFault | undefined; actsAll: boolean; asked: number };

export function failingStore(now: () => number): FailingStore {
  const inner = new MemoryStore(now);
  const ask = async <Answer>(operation: () => Promise<Answer>): Promise<Answer> => {
    store.asked += 1;
    const { fault } = store;
    if (fault === undefined) return operation();
    if (store.actsAll) await operation();
    throw new RedisUnavailable(fault, 'Redis is down.');
  };
  const store: FailingStore = {
    fault: undefined,
    actsAll: false,
    asked: 0,
    admit: (terms, claims) => ask(() => inner.admit(terms, claims)),
    settle: (...settling) => ask(() => inner.settle(...settling)),
    keep: (id, limits, lease) => ask(() => inner.keep(id, limits, lease)),
  };
  return store;
}
