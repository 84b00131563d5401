import { randomBytes } from 'node:crypto';

/** What the record of a call has to say beyond its end. Filled while the call is served. */
export type CallTally = {
  /** The id of the call's record, which belongs to this call alone: a caller may send one request id twice. */
  readonly recordId: string;
  /** Deployment to the number of its attempts that failed. */
  readonly failedAttempts: Map<string, number>;
  /** What the cache did with it, where it was asked and did not answer. */
  cache: 'miss' | 'bypass';
  /** Whether a record bears the id already; the next one of the same call takes another. */
  isRecorded: boolean;
};

/** A tally for a call of this request id. */
export function createTally(requestId: string): CallTally {
  return {
    recordId: `${requestId}.${randomBytes(9).toString('hex')}`,
    failedAttempts: new Map(),
    cache: 'bypass',
    isRecorded: false,
  };
}
