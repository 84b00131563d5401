import type { AnswerCache, CachedAnswer, FoundAnswer, Lifetime } from './answer-cache.ts';

/** What a memory cache is held to. */
export type MemoryCacheLimits = {
  /** All that the entries take, keys and bookkeeping included. */
  readonly maxBytes: number;
  /** A larger answer is not kept. */
  readonly maxAnswerBytes: number;
};

type Entry = {
  readonly answer: CachedAnswer;
  readonly freshUntilMs: number;
  readonly keptUntilMs: number;
  readonly bytes: number;
};

/**
 * Answers kept in this process, least recently used out first when they are too many bytes.
 *
 * What goes in and what comes out are copies of their own: a body handed to a web stream may be detached by it, and one
 * caller's use of an answer must not change the next one's.
 */
export class MemoryCache implements AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #limits: MemoryCacheLimits;
  readonly #now: () => number;
  #bytes = 0;

  /** `now` is epoch milliseconds. */
  constructor(limits: MemoryCacheLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Bytes taken now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Answers kept now, those included whose time is over but that nobody has asked for since. */
  get answers(): number {
    return this.#entries.size;
  }

  get(key: string): Promise<FoundAnswer | undefined> {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      return nothing;
    }
    const nowMs = this.#now();
    if (nowMs >= entry.keptUntilMs) {
      this.#remove(key, entry);
      return nothing;
    }
    // A map keeps the order of insertion: the last inserted is the last used.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return Promise.resolve({ answer: ownCopy(entry.answer), isStale: nowMs >= entry.freshUntilMs });
  }

  put(key: string, answer: CachedAnswer, { ttlMs, staleForMs }: Lifetime): Promise<void> {
    const bytes = answer.body.byteLength + 2 * (key.length + answer.deployment.length) + bookkeepingBytes;
    const earlier = this.#entries.get(key);
    if (earlier !== undefined) {
      this.#remove(key, earlier);
    }
    const freshUntilMs = answer.storedAtMs + ttlMs;
    const keptUntilMs = freshUntilMs + staleForMs;
    const isTooLarge = answer.body.byteLength > this.#limits.maxAnswerBytes || bytes > this.#limits.maxBytes;
    if (!isTooLarge && keptUntilMs > this.#now()) {
      this.#entries.set(key, { answer: ownCopy(answer), freshUntilMs, keptUntilMs, bytes });
      this.#bytes += bytes;
      this.#makeRoom();
    }
    return Promise.resolve();
  }

  #makeRoom(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#limits.maxBytes) {
        return;
      }
      this.#remove(key, entry);
    }
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

function ownCopy(answer: CachedAnswer): CachedAnswer {
  return { ...answer, body: new Uint8Array(answer.body) };
}

const nothing = Promise.resolve(undefined);

// Measured as heap per kept answer beside its body: the entry, its answer, its usage, the map's slot, the array's head.
const bookkeepingBytes = 600;
