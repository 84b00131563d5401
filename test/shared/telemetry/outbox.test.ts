import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox, type Delivery, type OutboxOptions } from '../../../shared/telemetry/outbox.ts';
import { recordedLog } from '../../setup/recorded-log.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(options: Partial<OutboxOptions<number>> = {}) {
  const batches: number[][] = [];
  const log = recordedLog();
  let answer: Delivery | (() => Promise<Delivery>) = 'sent';
  let opened = 0;
  const outbox = createOutbox<number>({
    name: 'spans',
    open: () => {
      opened += 1;
      return Promise.resolve((items) => {
        batches.push([...items]);
        return typeof answer === 'function' ? answer() : Promise.resolve(answer);
      });
    },
    maxWaiting: 10,
    maxBatch: 4,
    delayMs: 100,
    firstDelayMs: 1_000,
    maxBackoffMs: 4_000,
    log,
    ...options,
  });
  return {
    outbox,
    batches,
    log,
    opened: () => opened,
    answerWith: (next: typeof answer) => void (answer = next),
    add: (...items: number[]) => items.forEach((item) => outbox.add(item)),
  };
}

describe('an outbox', () => {
  it('opens its way out a while after the first item, and once', async () => {
    const { add, batches, opened } = start();
    expect(opened()).toBe(0);
    add(1, 2, 3, 4, 5);
    await vi.advanceTimersByTimeAsync(999);
    expect(opened()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([[1, 2, 3, 4], [5]]);
    add(6);
    await vi.advanceTimersByTimeAsync(100);
    expect([batches.at(-1), opened()]).toEqual([[6], 1]);
  });

  it('sends a full batch at once when it is open', async () => {
    const { add, batches } = start();
    add(1);
    await vi.advanceTimersByTimeAsync(1_000);
    add(2, 3, 4, 5);
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([[1], [2, 3, 4, 5]]);
  });

  it('keeps what failed for now, tries it again after growing waits, and says so once', async () => {
    const { add, batches, log, outbox, answerWith } = start();
    answerWith('later');
    add(1, 2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches).toEqual([[1, 2]]);
    await vi.advanceTimersByTimeAsync(1_099);
    expect(batches).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(batches.length).toBeGreaterThan(10);
    add(3);
    answerWith('sent');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(batches.at(-1)).toEqual([1, 2, 3]);
    expect(outbox.counts()).toEqual({ waiting: 0, dropped: 0 });
    expect(log.lines).toEqual([
      { level: 'warn', event: 'telemetry-not-sent', what: 'spans', delivery: 'later', waiting: 2 },
      { level: 'info', event: 'telemetry-sent-again', what: 'spans', dropped: 0 },
    ]);
  });

  it('lets go of what was refused', async () => {
    const { add, outbox, answerWith, batches } = start();
    answerWith('refused');
    add(1, 2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(batches).toEqual([[1, 2]]);
    expect(outbox.counts()).toEqual({ waiting: 0, dropped: 2 });
  });

  it('counts what was lost of a batch that was taken otherwise, and does not send it again', async () => {
    const { add, outbox, answerWith, batches, log } = start();
    answerWith({ lost: 1 });
    add(1, 2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(batches).toEqual([[1, 2]]);
    expect(outbox.counts()).toEqual({ waiting: 0, dropped: 1 });
    expect(log.of('telemetry-not-sent')).toMatchObject([{ delivery: { lost: 1 } }]);
  });

  it('drops what is too much to hold, says so once, and how much it was when the backlog is gone', async () => {
    const { add, outbox, answerWith, log, batches } = start();
    add(...Array.from({ length: 15 }, (_, at) => at));
    expect(log.lines).toEqual([{ level: 'warn', event: 'telemetry-dropped', what: 'spans', waiting: 10 }]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(log.lines.slice(1)).toEqual([{ level: 'info', event: 'telemetry-sent-again', what: 'spans', dropped: 5 }]);

    answerWith('later');
    add(...Array.from({ length: 12 }, (_, at) => at));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(outbox.counts()).toEqual({ waiting: 10, dropped: 7 });
    answerWith('sent');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log.lines.slice(2)).toMatchObject([
      { event: 'telemetry-dropped' },
      { event: 'telemetry-not-sent', delivery: 'later', waiting: 10 },
      { event: 'telemetry-sent-again', dropped: 2 },
    ]);
  });

  it('has one batch under way at a time', async () => {
    const { add, answerWith, batches } = start();
    let finish: ((delivery: Delivery) => void) | undefined;
    answerWith(() => new Promise((resolve) => (finish = resolve)));
    add(1);
    await vi.advanceTimersByTimeAsync(1_000);
    add(2, 3, 4, 5, 6);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(batches).toEqual([[1]]);
    answerWith('sent');
    finish?.('sent');
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([[1], [2, 3, 4, 5], [6]]);
  });

  it('tries again, after growing waits, when its way out cannot be opened, and says so once', async () => {
    let opened = 0;
    let isBroken = true;
    const sent: number[] = [];
    const { add, outbox, log } = start({
      async open() {
        opened += 1;
        if (isBroken) throw new Error('no such module');
        return async (items) => {
          sent.push(...items);
          return 'sent';
        };
      },
    });
    add(...Array.from({ length: 12 }, (_, at) => at));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(opened).toBe(1);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(opened).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(opened).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toBeGreaterThan(10);
    expect(opened).toBeLessThan(20);
    expect(outbox.counts()).toEqual({ waiting: 10, dropped: 2 });
    expect(log.lines.map(({ event }) => event)).toEqual(['telemetry-dropped', 'telemetry-broken']);

    isBroken = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(log.lines.at(-1)).toMatchObject({ event: 'telemetry-sent-again', dropped: 2 });
    add(10);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent.at(-1)).toBe(10);
    expect(log.lines).toHaveLength(3);
  });
});

describe('draining', () => {
  it('sends everything now, opening the way out where nobody has', async () => {
    const { add, outbox, batches } = start();
    add(1, 2, 3, 4, 5);
    await outbox.drain(1_000);
    expect(batches).toEqual([[1, 2, 3, 4], [5]]);
  });

  it('ends when its time is up', async () => {
    const { add, outbox, answerWith } = start();
    answerWith(() => new Promise(() => {}));
    add(1);
    let isDone = false;
    void outbox.drain(1_000).then(() => (isDone = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isDone).toBe(true);
  });

  it('ends when sending fails', async () => {
    const { add, outbox, answerWith } = start();
    answerWith('later');
    add(1);
    await outbox.drain(60_000);
    expect(outbox.counts().waiting).toBe(1);
  });
});
