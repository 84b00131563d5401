import type { Logger } from './log.ts';

/** What became of items that were sent: taken, to be sent again later, refused for good, or taken but for some. */
export type Delivery = 'sent' | 'later' | 'refused' | { readonly lost: number };

/** Sends items; it never rejects. */
export type Deliver<Item> = (items: readonly Item[]) => Promise<Delivery>;

/** Items on their way to somewhere slow, none of which anybody waits for. */
export type Outbox<Item> = {
  /** Takes an item and returns at once. Beyond what the outbox holds it is dropped, and counted. */
  add(item: Item): void;
  /** Sends what waits, until all has gone, sending fails or `timeoutMs` have passed. */
  drain(timeoutMs: number): Promise<void>;
  /** How many wait now, and how many were dropped since the start. */
  counts(): { readonly waiting: number; readonly dropped: number };
};

/** How an outbox sends. */
export type OutboxOptions<Item> = {
  /** What the items are, for the log: `spans`. */
  readonly name: string;
  /** Opens the way out, once and as late as possible: what it loads is heavy. */
  readonly open: () => Promise<Deliver<Item>>;
  readonly maxWaiting: number;
  readonly maxBatch: number;
  /** How long items wait for others. */
  readonly delayMs: number;
  /** The same for the first, which must not meet the answers of a process that has just started. */
  readonly firstDelayMs: number;
  readonly maxBackoffMs: number;
  readonly log: Pick<Logger, 'warn' | 'info'>;
};

/**
 * An outbox in memory. One batch is under way at a time; one that failed for now is kept and sent again after a growing
 * wait, one that was refused is gone. That sending fails is logged once, and once that it works again.
 */
export function createOutbox<Item>(options: OutboxOptions<Item>): Outbox<Item> {
  const { name, maxWaiting, maxBatch, delayMs, firstDelayMs, maxBackoffMs, log } = options;
  let waiting: Item[] = [];
  let dropped = 0;
  let failures = 0;
  let deliver: Promise<Deliver<Item>> | undefined;
  let isOpen = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const sendBatch = async (): Promise<Delivery> => {
    deliver ??= options.open();
    const send = await deliver;
    isOpen = true;
    const batch = waiting.slice(0, maxBatch);
    const delivery = await send(batch);
    if (delivery !== 'later') waiting = waiting.slice(batch.length);
    if (delivery === 'refused') dropped += batch.length;
    if (typeof delivery === 'object') dropped += Math.min(delivery.lost, batch.length);
    return delivery;
  };
  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const delivery = await sendBatch();
      noteDelivery(delivery);
      if (delivery === 'later') return;
    }
  };
  const noteDelivery = (delivery: Delivery): void => {
    if (delivery === 'sent') {
      if (failures > 0) log.info('telemetry-sent-again', { what: name, dropped });
      failures = 0;
      return;
    }
    if (failures === 0) log.warn('telemetry-not-sent', { what: name, delivery, waiting: waiting.length });
    failures += 1;
  };
  const startSending = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll()
      .catch((error: unknown) => {
        // What cannot be loaded now will not load later either, and must not fill the memory.
        log.warn('telemetry-broken', { what: name, error });
        dropped += waiting.length;
        waiting = [];
      })
      .finally(() => {
        sending = undefined;
        if (waiting.length > 0) schedule();
      });
    return sending;
  };
  const schedule = (): void => {
    const backoffMs = failures === 0 ? 0 : Math.min(maxBackoffMs, 1_000 * 2 ** Math.min(failures - 1, 10));
    timer ??= setTimeout(() => void startSending(), (isOpen ? delayMs : firstDelayMs) + backoffMs).unref();
  };

  return {
    add(item) {
      if (waiting.length >= maxWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(item);
      if (waiting.length >= maxBatch && isOpen && failures === 0) void startSending();
      else if (sending === undefined) schedule();
    },
    async drain(timeoutMs) {
      let timeout: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timeout = setTimeout(resolve, timeoutMs)));
      const all = async (): Promise<void> => {
        await sending;
        if (waiting.length > 0) await startSending();
      };
      await Promise.race([all(), late]);
      clearTimeout(timeout);
    },
    counts: () => ({ waiting: waiting.length, dropped }),
  };
}
