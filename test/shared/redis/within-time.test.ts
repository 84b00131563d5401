import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisUnavailable } from '../../../shared/redis/redis-unavailable.ts';
import { withinTime } from '../../../shared/redis/within-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('withinTime', () => {
  it('gives the result of a command that is in time, and leaves no timer behind', async () => {
    await expect(withinTime(Promise.resolve(7), 100)).resolves.toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up at the limit, and takes no notice of what comes later', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    await Promise.all([
      expect(withinTime(promise, 100)).rejects.toMatchObject({ fault: 'timed-out' }),
      vi.advanceTimersByTimeAsync(100),
    ]);
    reject(new Error('late'));
  });

  it('tells a refusal of Redis from a lost connection', async () => {
    const refusal = Object.assign(new Error('OOM command not allowed'), { name: 'ReplyError' });
    await expect(withinTime(Promise.reject(refusal), 100)).rejects.toMatchObject({ fault: 'refused', cause: refusal });
    await expect(withinTime(Promise.reject(new Error('closed')), 100)).rejects.toSatisfy(
      (error) => error instanceof RedisUnavailable && error.fault === 'connection-lost',
    );
  });
});
