import { describe, expect, it } from 'vitest';
import { attemptMsOf, deadlineAtMs } from '../../../shared/gateway/deadline-at-ms.ts';

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

describe('a job', () => {
  const job = { id: 'job_1', attempt: 1, acceptedMs: 0, deadlineMs: 2_200, isPutOff: () => false };

  it('has a deadline of its own, whatever its caller or the configuration say', () => {
    expect(deadlineAtMs({ startedMs: 1_000, deadlineMs: 110, job }, { timeouts })).toBe(3_200);
  });

  it('gives an attempt the share of its time that any call does, and never less time', () => {
    expect(attemptMsOf({}, { timeouts })).toBe(200);
    expect(attemptMsOf({ job }, { timeouts })).toBe(2_000);
    expect(attemptMsOf({ job: { ...job, deadlineMs: 110 } }, { timeouts })).toBe(200);
  });
});
