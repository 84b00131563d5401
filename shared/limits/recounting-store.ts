import { within } from '../within.ts';
import { periodAt } from './calendar-period.ts';
import type { Limit, LimitSpan } from './limit.ts';
import { totalKeptMs, type LimitStore } from './limit-store.ts';

/** How much of a budget was used by calls that began in `[fromMs, toMs)`. Rejects when nobody can tell. */
export type Recount = (limit: Limit, fromMs: number, toMs: number) => Promise<number>;

/** What is counted in, who knows what was used before, and how long a call waits to learn it. */
export type RecountingStoreOptions = {
  readonly store: LimitStore;
  readonly recount: Recount;
  readonly waitMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFailure: (limit: Limit, error: unknown) => void;
};

/**
 * A store that forgets, made to begin where the last one ended: before a budget is asked about for the first time, what
 * was used of its period before this process began is counted into it.
 *
 * A call waits for that, but not for long: then it goes by what is known, and the rest is counted in when it comes. Where
 * it cannot be told, it is asked again later.
 */
export class RecountingStore implements LimitStore {
  readonly #options: RecountingStoreOptions;
  readonly #beganAtMs: number;
  /** By the limit's key: what calls wait for, and when it is to be tried again. */
  readonly #recounts = new Map<string, { readonly waitedFor: Promise<void> | undefined; readonly retryAtMs: number }>();

  constructor(options: RecountingStoreOptions) {
    this.#options = options;
    this.#beganAtMs = options.now();
  }

  async admit(...[terms, claims]: Parameters<LimitStore['admit']>): ReturnType<LimitStore['admit']> {
    const { store, waitMs } = this.#options;
    const underWay = claims.flatMap(({ limit }) => this.#recountOf(limit) ?? []);
    if (underWay.length > 0) await within(waitMs, Promise.all(underWay));
    return store.admit(terms, claims);
  }

  settle(...settling: Parameters<LimitStore['settle']>): Promise<boolean> {
    return this.#options.store.settle(...settling);
  }

  keep(...keeping: Parameters<LimitStore['keep']>): Promise<boolean> {
    return this.#options.store.keep(...keeping);
  }

  #recountOf(limit: Limit): Promise<void> | undefined {
    // Rates look back a minute or a day at the most, and a session is not written down with a call.
    if (limit.span.kind !== 'calendar' || limit.subject.kind === 'session') return undefined;
    const known = this.#recounts.get(limit.key);
    if (known !== undefined && this.#options.now() < known.retryAtMs) return known.waitedFor;
    const ended = (retryAtMs: number) => void this.#recounts.set(limit.key, { waitedFor: undefined, retryAtMs });
    const underWay = this.#countIn(limit, limit.span).then(
      () => ended(Infinity),
      (error: unknown) => {
        ended(this.#options.now() + retryMs);
        this.#options.onFailure(limit, error);
      },
    );
    // While the ledger fails, calls are not held up time and again.
    const waitedFor = known === undefined ? underWay : undefined;
    this.#recounts.set(limit.key, { waitedFor, retryAtMs: Infinity });
    return waitedFor;
  }

  async #countIn(limit: Limit, { period, timeZone }: Extract<LimitSpan, { kind: 'calendar' }>): Promise<void> {
    const { store, recount, now } = this.#options;
    const startOfPeriod = (): number => periodAt(period, timeZone, now()).startMs;
    const startMs = startOfPeriod();
    const fromMs = Math.max(startMs, this.#beganAtMs - totalKeptMs(limit));
    if (fromMs >= this.#beganAtMs) return;
    const amount = await recount(limit, fromMs, this.#beganAtMs);
    if (amount === 0 || startOfPeriod() !== startMs) return;
    const terms = { id: `recount ${limit.key}`, leaseMs: 0, isSent: true, purpose: 'charge' } as const;
    await store.admit(terms, [{ limit, amount }]);
  }
}

const retryMs = 5_000;
