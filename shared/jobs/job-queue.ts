import type { QueueClient } from '@azure/storage-queue';
import { acceptedMsOf } from './job-id.ts';
import { storageStatus, withStorage } from './storage-failure.ts';

/** The queue of job ids. A message holds no more than the id, in Base64 as the Functions host expects. */
export class JobQueue {
  readonly #open: () => Promise<QueueClient>;

  constructor(open: () => Promise<QueueClient>) {
    this.#open = open;
  }

  /** Puts a job on the queue, which is made if it is not there, to be taken after a while. Throws `jobs_unavailable`. */
  async add(id: string, delayMs = 0): Promise<void> {
    const message = Buffer.from(id).toString('base64');
    const hidden = { visibilityTimeout: Math.ceil(delayMs / 1_000) };
    await withStorage(async () => {
      const queue = await this.#open();
      try {
        await queue.sendMessage(message, hidden);
      } catch (error) {
        if (storageStatus(error) !== 404) throw error;
        await queue.createIfNotExists();
        await queue.sendMessage(message, hidden);
      }
    });
  }

  /** Whether any job waits there to be taken. Those that have been taken and not finished do not show. */
  async hasWaiting(): Promise<boolean> {
    return (await this.oldestMs()) !== undefined;
  }

  /** When the first of those that wait there to be taken was put there, in epoch milliseconds; `undefined` for none. */
  async oldestMs(limitMs?: number): Promise<number | undefined> {
    const peek = async () => (await this.#open()).peekMessages({ numberOfMessages: 1 });
    const peeked = await withStorage(peek, [404], limitMs);
    return peeked?.peekedMessageItems[0]?.insertedOn.getTime();
  }
}

/** The job id that a queue-triggered function was given; `undefined` for a message of somebody else's. */
export function jobIdOf(message: unknown): string | undefined {
  return typeof message === 'string' && acceptedMsOf(message) !== undefined ? message : undefined;
}
