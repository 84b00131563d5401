import { randomUUID } from 'node:crypto';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { RedisLog } from '../redis/redis-options.ts';
import { RedisUnavailable } from '../redis/redis-unavailable.ts';
import { parseRecords, writeRecord } from './breaker-record.ts';
import { breakerScript } from './breaker-script.ts';
import type { Breakers } from './breakers.ts';

/**
 * How old one instance's view of another's breakers can be while Redis answers within a quarter of a second: news is sent
 * as it happens and fetched twice a second. Without Redis each instance goes by its own calls until it is back.
 */
export const sharedBreakerStalenessMs = 1_000;

/** What sharing breakers needs. `now` gives epoch milliseconds. */
export type BreakerSharing = { readonly redis: RedisConnection; readonly log: RedisLog; readonly now: () => number };

/**
 * Tells other instances when a breaker opens or closes here, and takes over what they tell. No call waits for that: calls
 * ask their own breaker, and Redis is asked behind their back.
 */
export class SharedBreakers {
  readonly #breakers: Breakers;
  readonly #sharing: BreakerSharing;
  readonly #instanceId = randomUUID();
  /** Names whose change has not reached Redis yet. */
  readonly #unsent = new Set<string>();
  /** The last news of each name that has been taken over, by its id. */
  readonly #seen = new Map<string, string>();
  #newsCount = 0;
  #exchangedAtMs: number | undefined;
  #underWay: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(breakers: Breakers, sharing: BreakerSharing) {
    this.#breakers = breakers;
    this.#sharing = sharing;
    breakers.onChange(({ name, isAdopted }) => {
      if (!isAdopted && !this.#isStopped) {
        this.#unsent.add(name);
        void this.exchange();
      }
    });
  }

  /** When Redis last took part, in epoch milliseconds; `undefined` before the first time. */
  get exchangedAtMs(): number | undefined {
    return this.#exchangedAtMs;
  }

  /** Exchanges news from now on until `stop`. It does not keep the process alive. */
  start(): void {
    this.#timer = setInterval(() => void this.exchange(), exchangeEveryMs);
    this.#timer.unref();
    void this.exchange();
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  /** Sends and fetches news in one round trip, or waits for the exchange that is under way and then does; never rejects. */
  exchange(): Promise<void> {
    const before = this.#underWay;
    if (before === undefined) {
      this.#underWay = this.#exchangeOnce().finally(() => (this.#underWay = undefined));
      return this.#underWay;
    }
    return before.then(() => (this.#unsent.size > 0 ? this.exchange() : undefined));
  }

  async #exchangeOnce(): Promise<void> {
    const { redis, log, now } = this.#sharing;
    const sent = [...this.#unsent];
    this.#unsent.clear();
    const records = sent.flatMap((name) => {
      const news = this.#breakers.of(name).news();
      return news === undefined ? [] : [{ name, news, id: `${this.#instanceId}-${(this.#newsCount += 1)}` }];
    });
    try {
      const answer = await redis.run(breakerScript, ['breakers'], records.flatMap(writeRecord));
      this.#exchangedAtMs = now();
      for (const { name, id, news } of parseRecords(answer)) {
        // What changed here meanwhile is newer than what was fetched.
        if (this.#seen.get(name) !== id && !id.startsWith(this.#instanceId) && !this.#unsent.has(name)) {
          this.#seen.set(name, id);
          this.#breakers.of(name).adopt(news);
        }
      }
    } catch (error) {
      sent.forEach((name) => this.#unsent.add(name));
      // That there is no connection is told by the connection.
      if (!(error instanceof RedisUnavailable) || error.fault === 'refused') {
        log.warn('breakers-not-shared', { error: String(error) });
      }
    }
  }
}

const exchangeEveryMs = 500;
