import type { LogFields, Logger } from './log.ts';

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
  /** Opens the way out, as late as possible: what it loads is heavy. Once it has failed it is asked again, later. */
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
 * wait, one that was refused is gone. What goes wrong is logged once, each kind of it, until all is well again: that is
 * logged too, with how many items were dropped meanwhile.
 */
export function createOutbox<Item>(options: OutboxOptions<Item>): Outbox<Item> {
  const { name, maxWaiting, maxBatch, delayMs, firstDelayMs, maxBackoffMs, log } = options;
  const trouble = createTrouble(name, log);
  let waiting: Item[] = [];
  let dropped = 0;
  let failures = 0;
  let deliver: Deliver<Item> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const sendBatch = async (send: Deliver<Item>): Promise<Delivery> => {
    const batch = waiting.slice(0, maxBatch);
    const delivery = await send(batch);
    if (delivery !== 'sent') {
      trouble.note('telemetry-not-sent', { delivery, waiting: waiting.length }, dropped);
    }
    if (delivery !== 'later') waiting = waiting.slice(batch.length);
    if (delivery === 'refused') dropped += batch.length;
    if (typeof delivery === 'object') dropped += Math.min(delivery.lost, batch.length);
    return delivery;
  };
  const sendAll = async (): Promise<void> => {
    deliver ??= await options.open();
    while (waiting.length > 0) {
      const delivery = await sendBatch(deliver);
      failures = delivery === 'sent' ? 0 : failures + 1;
      if (delivery === 'later') return;
      // More may come all the time: what is left in one batch is no backlog.
      if (delivery === 'sent' && waiting.length < maxBatch) trouble.end(dropped);
    }
  };
  const startSending = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll()
      .catch((error: unknown) => {
        failures += 1;
        trouble.note('telemetry-broken', { error, waiting: waiting.length }, dropped);
      })
      .finally(() => {
        sending = undefined;
        if (waiting.length > 0) schedule();
      });
    return sending;
  };
  const schedule = (): void => {
    const backoffMs = failures === 0 ? 0 : Math.min(maxBackoffMs, 1_000 * 2 ** Math.min(failures - 1, 10));
    const ownMs = deliver === undefined ? firstDelayMs : delayMs;
    timer ??= setTimeout(() => void startSending(), ownMs + backoffMs).unref();
  };

  return {
    add(item) {
      if (waiting.length >= maxWaiting) {
        trouble.note('telemetry-dropped', { waiting: waiting.length }, dropped);
        dropped += 1;
        return;
      }
      waiting.push(item);
      if (waiting.length >= maxBatch && deliver !== undefined && failures === 0) void startSending();
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

/** Tells of what goes wrong, each kind of it once, and of its end. `dropped` is how many items were dropped until then. */
function createTrouble(what: string, log: OutboxOptions<unknown>['log']) {
  const told = new Set<string>();
  let droppedBefore = 0;
  return {
    note(event: string, fields: LogFields, dropped: number): void {
      if (told.has(event)) return;
      if (told.size === 0) droppedBefore = dropped;
      told.add(event);
      log.warn(event, { what, ...fields });
    },
    end(dropped: number): void {
      if (told.size === 0) return;
      told.clear();
      log.info('telemetry-sent-again', { what, dropped: dropped - droppedBefore });
    },
  };
}
