import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';

/** What the record of a call has to say beyond its end. Filled while the call is served. */
export type CallTally = {
  /** The id of the call's record, which belongs to this call alone: a caller may send one request id twice. */
  readonly recordId: string;
  /** Deployment to the number of its attempts that failed. */
  readonly failedAttempts: Map<string, number>;
  /** What the cache did with it, where it was asked and did not answer. */
  cache: 'miss' | 'bypass';
  /** How many attempts have gone up, however they ended. */
  attempts: number;
  /** Ends the wait of the call's span for a record. */
  letSpanGo?: () => void;
  /** How many records the call has already; each further one takes an id of its own. */
  records: number;
};

/** A tally for a call. That of a job's call has the same record id whenever the job is executed. */
export function createTally({ requestId, job }: Pick<Call, 'requestId' | 'job'>): CallTally {
  return {
    recordId: job?.id ?? `${requestId}.${randomDigits()}`,
    failedAttempts: new Map(),
    cache: 'bypass',
    attempts: 0,
    records: 0,
  };
}

/** 17 hexadecimal digits at random. They are taken of a UUID, because Node keeps random bytes ready for those alone. */
function randomDigits(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(-5);
}
