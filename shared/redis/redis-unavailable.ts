/** Why Redis did not do as it was asked. */
export type RedisFault = 'not-connected' | 'timed-out' | 'connection-lost' | 'refused';

/**
 * The one error of a Redis command: nothing was read, and what was written is not known. Whoever asks decides what follows.
 *
 * `refused` is Redis's own answer: it is loading, read-only or out of memory, or a script is wrong; `cause` holds it.
 */
export class RedisUnavailable extends Error {
  override readonly name = 'RedisUnavailable';
  readonly fault: RedisFault;

  constructor(fault: RedisFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.fault = fault;
  }
}
