import { expect, it } from 'vitest';
import { createJobHealth } from '../../../shared/jobs/job-health.ts';

const minuteMs = 60_000;

function watched(oldestMs: () => Promise<number | undefined>) {
  const clock = { nowMs: 100 * minuteMs };
  let looks = 0;
  const queue = {
    oldestMs: (): Promise<number | undefined> => {
      looks += 1;
      return oldestMs();
    },
  };
  return { clock, state: createJobHealth(queue, () => clock.nowMs), looks: () => looks };
}

it.each([
  ['ok', 'nothing waits', async () => undefined],
  ['ok', 'what waits came just now', async () => 91 * minuteMs],
  ['late', 'it came long ago', async () => 89 * minuteMs],
  ['failed', 'the queue cannot be read', () => Promise.reject(new Error('down'))],
] as const)('is %s where %s', async (expected, _case, oldestMs) => {
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
