import { expect, it } from 'vitest';
import { createJobHealth, type JobsState } from '../../../shared/jobs/job-health.ts';

const minuteMs = 60_000;

function watched(oldestMs: () => Promise<number | undefined>) {
  const clock = { nowMs: 100 * minuteMs };
  let looks = 0;
  const queue = {
    oldestMs: () => {
      looks += 1;
      return oldestMs();
    },
  };
  return { clock, state: createJobHealth(queue, () => clock.nowMs), looks: () => looks };
}

it.each<[JobsState, string, () => Promise<number | undefined>]>([
  ['ok', 'nothing waits', () => Promise.resolve(undefined)],
  ['ok', 'what waits came just now', () => Promise.resolve(91 * minuteMs)],
  ['late', 'it came long ago', () => Promise.resolve(89 * minuteMs)],
  ['failed', 'the queue cannot be read', () => Promise.reject(new Error('down'))],
])('is %s where %s', async (expected, _case, oldestMs) => {
  expect(await watched(oldestMs).state()).toBe(expected);
});

it('looks at most every ten seconds, once for all who ask', async () => {
  const { clock, state, looks } = watched(async () => undefined);
  await Promise.all([state(), state()]);
  clock.nowMs += 9_999;
  await state();
  expect(looks()).toBe(1);
  clock.nowMs += 1;
  await state();
  expect(looks()).toBe(2);
});
