/** What a caller's `Cache-Control` lets the gateway do with kept answers. */
export type CacheControl = {
  /** Whether a kept answer, or that of an identical call under way, may be given. */
  readonly mayRead: boolean;
  /** Whether the answer to this call may be kept for later ones. */
  readonly mayStore: boolean;
  /** The greatest age of a kept answer, in milliseconds since it was made. */
  readonly maxAgeMs: number | undefined;
  /** A kept answer or nothing: no upstream is to be called (RFC 9111 §5.2.1.7 answers 504 when there is none). */
  readonly isOnlyIfCached: boolean;
};

/**
 * Reads a request's `Cache-Control` (RFC 9111 §5.2.1). `no-cache` asks for a new answer, which may then be kept;
 * `no-store` leaves the cache out altogether, as it does in `fetch`. Directives that are unknown, or whose argument is
 * malformed, count as absent; of two `max-age` the stricter holds.
 */
export function parseCacheControl(header: string | null | undefined): CacheControl {
  let mayRead = true;
  let mayStore = true;
  let maxAgeMs: number | undefined;
  let isOnlyIfCached = false;
  for (const [, name = '', quoted, plain] of (header ?? '').matchAll(directive)) {
    const argument = quoted ?? plain;
    switch (name.toLowerCase()) {
      case 'no-store':
        mayRead = false;
        mayStore = false;
        break;
      case 'no-cache':
        mayRead = false;
        break;
      case 'only-if-cached':
        isOnlyIfCached = true;
        break;
      case 'max-age':
        if (argument !== undefined && /^\d+$/.test(argument)) {
          maxAgeMs = Math.min(maxAgeMs ?? Infinity, Number(argument) * 1_000);
        }
        break;
    }
  }
  return { mayRead, mayStore, maxAgeMs, isOnlyIfCached };
}

/** A name and perhaps an argument, alone between commas: `no-cache`, `max-age=60`, `max-age="60"`. */
const directive = /(?<=^|,)[ \t]*([\w-]+)(?:=(?:"([^",]*)"|([\w-]+)))?[ \t]*(?=,|$)/g;
