import { GatewayError } from '../errors.ts';
import type { SecretValue } from '../secret-value.ts';
import { failureCode } from './secret-failure.ts';
import type { CredentialStatus } from './credential-status.ts';

/** A secret as it was read, and its life on the clock of `now`, in epoch milliseconds. */
export type Reading = {
  readonly value: SecretValue;
  /** From here on the next use starts a read in the background. */
  readonly refreshAt: number;
  /** From here on the value is not used any more. `Infinity` for a key, which lives until its upstream refuses it. */
  readonly expiresAt: number;
};

/** One secret, kept fresh by its use: nothing is read while nobody asks, and no timer runs. */
export type RefreshingSecret = {
  /** The value to use now. Waits only when there is none; throws the read's error when none can be had. */
  get(): Promise<Reading>;
  /**
   * The value read anew, for a caller whose value was refused. Everyone who asks meanwhile shares the read, and after a
   * read that brought nothing new the same value is answered for some seconds without another. Throws the read's error.
   */
  reread(): Promise<Reading>;
  status(): CredentialStatus;
};

type RefreshingSecretOptions = {
  /** Reads the secret at its source, once. What it throws is kept and thrown to those who wait. */
  readonly read: () => Promise<Reading>;
  readonly now: () => number;
  readonly random: () => number;
  /** Told of each failed read: how long until the next is allowed, and whether an older value still serves. */
  readonly onFailure: (error: unknown, retryInMs: number, stillServing: boolean) => void;
};

/**
 * Keeps one secret: a single read however many wait, the next one in the background before the value is too old, and
 * the last good value for as long as its source fails. A failing source is asked again after a growing, jittered wait.
 */
export function createRefreshingSecret({ read, now, random, onFailure }: RefreshingSecretOptions): RefreshingSecret {
  let reading: Reading | undefined;
  let failure: { readonly error: unknown; readonly count: number; readonly retryAt: number } | undefined;
  let flight: { readonly promise: Promise<Reading>; readonly isReread: boolean } | undefined;
  let vainRereadAt = -Infinity;
  let readCount = 0;

  function usable(): Reading | undefined {
    return reading !== undefined && now() < reading.expiresAt ? reading : undefined;
  }

  function isBackingOff(): boolean {
    return failure !== undefined && now() < failure.retryAt;
  }

  function start(isReread: boolean): Promise<Reading> {
    const promise = read().then(
      (next) => {
        vainRereadAt = isReread && reading?.value.equals(next.value) === true ? now() : -Infinity;
        reading = next;
        readCount += 1;
        failure = undefined;
        flight = undefined;
        return next;
      },
      (error: unknown) => {
        const count = (failure?.count ?? 0) + 1;
        const retryInMs = Math.max(backoffMs(count, random()), askedWaitMs(error));
        failure = { error, count, retryAt: now() + retryInMs };
        flight = undefined;
        onFailure(error, retryInMs, usable() !== undefined);
        throw error;
      },
    );
    // Nobody may be waiting for a read in the background; its failure is kept above, and an unhandled one ends the process.
    promise.catch(() => undefined);
    flight = { promise, isReread };
    return promise;
  }

  return {
    async get() {
      const current = usable();
      if (current !== undefined) {
        if (now() >= current.refreshAt && flight === undefined && !isBackingOff()) void start(false);
        return current;
      }
      if (flight !== undefined) return flight.promise;
      if (failure !== undefined && isBackingOff()) throw failure.error;
      return start(false);
    },

    async reread() {
      // A read already under way may have begun before the rotation that led here.
      while (flight?.isReread === false) await flight.promise.catch(() => undefined);
      if (flight !== undefined) return flight.promise;
      const current = usable();
      if (current !== undefined && now() - vainRereadAt < vainRereadHoldMs) return current;
      if (failure !== undefined && isBackingOff()) throw failure.error;
      return start(true);
    },

    status() {
      if (failure === undefined) return { state: reading === undefined ? 'unread' : 'ok', readCount };
      return { state: usable() === undefined ? 'failed' : 'stale', errorCode: failureCode(failure.error), readCount };
    },
  };
}

const firstBackoffMs = 500;
const longestBackoffMs = 30_000;
const vainRereadHoldMs = 5_000;

function backoffMs(failures: number, random: number): number {
  const full = Math.min(firstBackoffMs * 2 ** (failures - 1), longestBackoffMs);
  return full * (0.5 + random / 2);
}

/** What a throttled source asked for, bounded: one strange header must not stop the reads for a day. */
function askedWaitMs(error: unknown): number {
  const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(asked, 2 * longestBackoffMs);
}
