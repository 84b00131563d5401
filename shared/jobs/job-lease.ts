import type { BlobLeaseClient } from '@azure/storage-blob';
import { storageStatus, withStorage } from './storage-failure.ts';

/** The right to execute a job, which one process has at a time. */
export type JobLease = {
  readonly id: string;
  /** Aborts when the lease is somebody else's or nobody's: the job was cancelled, or this process was too slow to renew it. */
  readonly lost: AbortSignal;
  /** Gives it back; it renews no more. Never rejects. */
  release(): Promise<void>;
};

/** How long a lease lasts unless it is renewed, 15 to 60 seconds, how often it is, and how long each renewal may take. */
export type LeaseTimes = {
  readonly leaseSeconds: number;
  readonly renewEveryMs: number;
  /** Default 4,000: a renewal that is never answered leaves time for another. */
  readonly renewWithinMs?: number;
};

/** Takes the lease on a job, and renews it until it is released. `undefined` when somebody has it, or the job is gone. */
export async function takeJobLease(
  client: BlobLeaseClient,
  { leaseSeconds, renewEveryMs, renewWithinMs = 4_000 }: LeaseTimes,
): Promise<JobLease | undefined> {
  const taken = await withStorage(() => client.acquireLease(leaseSeconds), [404, 409, 412]);
  if (taken === undefined) {
    return undefined;
  }
  const losing = new AbortController();
  let isReleased = false;
  let timer = setTimeout(renew, renewEveryMs);

  function renew(): void {
    client.renewLease({ abortSignal: AbortSignal.timeout(renewWithinMs) }).then(later, (error: unknown) => {
      // One that was on its way while the lease was given back has nothing to say.
      if (isReleased) return;
      // Anything else may pass; and should the lease run out meanwhile, an answer is still made only once.
      if ([404, 409, 412].includes(storageStatus(error) ?? 0)) losing.abort();
      else later();
    });
  }
  function later(): void {
    if (!isReleased) timer = setTimeout(renew, renewEveryMs);
  }

  return {
    id: client.leaseId,
    lost: losing.signal,
    async release() {
      isReleased = true;
      clearTimeout(timer);
      // One that cannot be given back runs out.
      await client.releaseLease({ abortSignal: AbortSignal.timeout(renewWithinMs) }).catch(() => {});
    },
  };
}
