import { describe, expect, it } from 'vitest';
import { deadlineAtMs } from '../../../shared/gateway/deadline-at-ms.ts';

const timeouts = { connectMs: 5, firstOutputMs: 60, idleMs: 60, attemptMs: 200, deadlineMs: 220 };

describe('the deadline of a call', () => {
  it.each([
    ['is the configured one', undefined, 1_220],
    ['is earlier where its caller waits for less', 110, 1_110],
    ['is never later than the configured one', 900, 1_220],
  ])('%s', (_case, deadlineMs, expected) => {
    expect(deadlineAtMs({ startedMs: 1_000, deadlineMs }, { timeouts })).toBe(expected);
  });
});
