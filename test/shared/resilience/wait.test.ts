import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wait } from '../../../shared/resilience/wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('wait', () => {
  it('ends after its time, not before', async () => {
    const end = vi.fn<() => void>();
    void wait(100, new AbortController().signal).then(end);
    await vi.advanceTimersByTimeAsync(99);
    expect(end).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(end).toHaveBeenCalledOnce();
  });

  it('ends at once when the signal aborts, and leaves no timer', async () => {
    const controller = new AbortController();
    const waiting = wait(60_000, controller.signal);
    controller.abort();
    await expect(waiting).resolves.toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin when the signal has aborted already', async () => {
    await expect(wait(60_000, AbortSignal.abort())).resolves.toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const waiting = wait(5, signal);
    await vi.advanceTimersByTimeAsync(5);
    await waiting;
    expect(removed).toHaveBeenCalledOnce();
  });
});
