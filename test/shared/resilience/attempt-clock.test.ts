import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AttemptClock, type AttemptLimits } from '../../../shared/resilience/attempt-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const caller = () => new AbortController();

function start(limits: Partial<AttemptLimits> = {}, gone = caller().signal): AttemptClock {
  const usual = { firstOutputMs: 100, idleMs: 50, attemptMs: 1000, deadlineMs: 2000 };
  return new AttemptClock({ ...usual, ...limits }, gone, Date.now);
}

describe('AttemptClock', () => {
  it('ends an attempt whose first output does not come', () => {
    const clock = start();
    vi.advanceTimersByTime(99);
    expect(clock.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'first-output']);
  });

  it('ends an attempt that takes too long as a whole, its first output notwithstanding', () => {
    const clock = start();
    vi.advanceTimersByTime(80);
    clock.committed();
    vi.advanceTimersByTime(919);
    expect(clock.expiry).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'attempt']);
  });

  it('ends an attempt with the deadline of its call when that is nearer', () => {
    const clock = start({ deadlineMs: 60 });
    vi.advanceTimersByTime(60);
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'deadline']);
  });

  it('keeps the deadline of its call after the first output', () => {
    const clock = start({ deadlineMs: 300 });
    clock.committed();
    vi.advanceTimersByTime(300);
    expect(clock.expiry).toBe('deadline');
  });

  it('ends at once when the deadline has passed before it begins', () => {
    const clock = start({ deadlineMs: -5 });
    vi.advanceTimersByTime(1);
    expect(clock.expiry).toBe('deadline');
  });

  it('bounds a plain call by attempt and deadline only', () => {
    const clock = start({ firstOutputMs: undefined });
    vi.advanceTimersByTime(999);
    expect(clock.expiry).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(clock.expiry).toBe('attempt');
  });

  it('ends an attempt that falls silent while its reader waits', () => {
    const clock = start();
    clock.committed();
    clock.waiting();
    vi.advanceTimersByTime(50);
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'idle']);
  });

  it('does not count as silence what comes before the first output', () => {
    const clock = start({ firstOutputMs: 200 });
    clock.waiting();
    vi.advanceTimersByTime(199);
    expect(clock.expiry).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(clock.expiry).toBe('first-output');
  });

  it('measures each silence from its own beginning', () => {
    const clock = start();
    clock.committed();
    for (let chunk = 0; chunk < 10; chunk += 1) {
      clock.waiting();
      vi.advanceTimersByTime(40);
      clock.received();
    }
    expect(clock.expiry).toBeUndefined();
    clock.waiting();
    vi.advanceTimersByTime(50);
    expect(clock.expiry).toBe('idle');
  });

  it('does not hold a slow reader against the upstream', () => {
    const clock = start();
    clock.committed();
    clock.waiting();
    clock.received();
    vi.advanceTimersByTime(500);
    expect(clock.expiry).toBeUndefined();
    clock.waiting();
    vi.advanceTimersByTime(49);
    expect(clock.expiry).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(clock.expiry).toBe('idle');
  });

  it('ends an attempt whose caller hangs up', () => {
    const controller = caller();
    const clock = start({}, controller.signal);
    controller.abort();
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'caller-gone']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin for a caller who has gone', () => {
    const clock = start({}, AbortSignal.abort());
    expect([clock.signal.aborted, clock.expiry]).toEqual([true, 'caller-gone']);
  });

  it('keeps the first reason when a second one follows', () => {
    const controller = caller();
    const clock = start({}, controller.signal);
    vi.advanceTimersByTime(100);
    controller.abort();
    expect(clock.expiry).toBe('first-output');
  });

  it('aborts without a reason when it is cancelled', () => {
    const clock = start();
    clock.cancel();
    expect([clock.signal.aborted, clock.expiry, vi.getTimerCount()]).toEqual([true, undefined, 0]);
  });

  it('rings no more once it is stopped, whoever goes', () => {
    const controller = caller();
    const clock = start({}, controller.signal);
    clock.committed();
    clock.waiting();
    clock.stop();
    controller.abort();
    vi.advanceTimersByTime(10_000);
    expect([clock.signal.aborted, clock.expiry]).toEqual([false, undefined]);
  });

  it('serves a thousand chunks with two timers', () => {
    const clock = start();
    clock.committed();
    for (let chunk = 0; chunk < 1000; chunk += 1) {
      clock.waiting();
      clock.received();
    }
    expect(vi.getTimerCount()).toBe(2);
  });

  it('tells how long the attempt has taken', () => {
    const clock = start();
    vi.advanceTimersByTime(42);
    expect(clock.elapsedMs).toBe(42);
  });
});
