import { setTimeout as wait } from 'node:timers/promises';
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { QueueSettings } from './queue-settings.ts';

/** Where a listener gets its messages from, and what it does with them. */
export type QueueListenerOptions = {
  readonly queue: QueueClient;
  /** Absent for a poison queue, which has none of its own: what fails there stays, and is tried again much later. */
  readonly poison: QueueClient | undefined;
  readonly settings: QueueSettings;
  /** Calls the function; resolves to why it failed, or to nothing. */
  readonly invoke: (message: DequeuedMessageItem) => Promise<string | undefined>;
  readonly log: (line: string) => void;
};

/** Polls one queue until it is stopped. */
export type QueueListener = {
  /** Takes no more messages. Resolves when those that are being worked on have ended. */
  stop(): Promise<void>;
};

/**
 * Polls a queue as the real host does: takes a batch, works on it, and takes another as soon as there is room; looks at
 * an empty queue less and less often. A message stays hidden from others for ten minutes at a time, renewed while it is
 * worked on: when this process dies, it comes back after that. One that fails comes back at once or when the settings
 * say, and goes to the poison queue the last time.
 */
export function listenToQueue({ queue, poison, settings, invoke, log }: QueueListenerOptions): QueueListener {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let isUnreachable = false;

  async function poll(): Promise<void> {
    let idleMs = shortestIdleMs;
    while (!stopping.signal.aborted) {
      if (underWay.size > settings.newBatchThreshold) {
        await Promise.race(underWay);
        continue;
      }
      const messages = await receive();
      if (messages.length > 0) {
        idleMs = shortestIdleMs;
        for (const message of messages) start(message);
        continue;
      }
      await wait(idleMs, undefined, { signal: stopping.signal }).catch(() => {});
      idleMs = Math.min(settings.maxPollingIntervalMs, idleMs * 2);
    }
  }

  async function receive(): Promise<readonly DequeuedMessageItem[]> {
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: settings.batchSize,
        visibilityTimeout: hiddenSeconds,
        abortSignal: stopping.signal,
      });
      isUnreachable = false;
      return receivedMessageItems;
    } catch (error) {
      // A queue that is not there yet is empty.
      if (!stopping.signal.aborted && !isUnreachable && statusOf(error) !== 404) {
        isUnreachable = true;
        log(`Queue "${queue.name}" cannot be polled: ${firstLine(error)}`);
      }
      return [];
    }
  }

  function start(message: DequeuedMessageItem): void {
    const working = work(message)
      .catch((error: unknown) => log(`A message of queue "${queue.name}" was left: ${firstLine(error)}`))
      .finally(() => underWay.delete(working));
    underWay.add(working);
  }

  async function work(message: DequeuedMessageItem): Promise<void> {
    let { popReceipt } = message;
    const update = async (seconds: number) => {
      ({ popReceipt = popReceipt } = await queue.updateMessage(message.messageId, popReceipt, undefined, seconds));
    };
    const renewal = setInterval(() => void update(hiddenSeconds).catch(() => {}), (hiddenSeconds * 1000) / 2).unref();
    const isLastTry = message.dequeueCount >= settings.maxDequeueCount;
    try {
      const isTriedOut = message.dequeueCount > settings.maxDequeueCount && poison !== undefined;
      const failure = isTriedOut ? 'it was tried too often' : await invoke(message);
      clearInterval(renewal);
      if (failure !== undefined && poison === undefined) return;
      if (failure !== undefined && !isLastTry) {
        await update(settings.visibilityTimeoutMs / 1000);
        return;
      }
      if (failure !== undefined && poison !== undefined) {
        log(`A message of queue "${queue.name}" was tried ${message.dequeueCount} times; moved to "${poison.name}".`);
        await poison.createIfNotExists();
        await poison.sendMessage(message.messageText);
      }
      await queue.deleteMessage(message.messageId, popReceipt);
    } finally {
      clearInterval(renewal);
    }
  }

  const polling = poll();
  return {
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(underWay);
    },
  };
}

const shortestIdleMs = 100;
const hiddenSeconds = 600;

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
