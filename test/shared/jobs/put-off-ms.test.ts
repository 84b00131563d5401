import { expect, it } from 'vitest';
import { putOffMs } from '../../../shared/jobs/put-off-ms.ts';
import { jobOf } from '../../setup/job.ts';

const job = jobOf();
const minuteMs = 60_000;
const asking = (ms: number | undefined, status = 429) => ({
  status,
  headers: ms === undefined ? {} : { 'retry-after-ms': String(ms) },
});

function waitOf(answer: ReturnType<typeof asking>, { putOffs = 0, ageMs = 0, dice = 0 } = {}) {
  const options = { triedForMs: 25 * minuteMs, now: () => job.acceptedMs + ageMs, random: () => dice };
  return putOffMs(answer, { job, putOffs }, options);
}

it.each([
  ['as long as the refusal asks for', asking(20_000), {}, 20_000],
  ['a little longer by chance', asking(20_000), { dice: 0.5 }, 21_000],
  ['a second at least', asking(0), {}, 1_000],
  ['longer at least the more often it was', asking(2_000), { putOffs: 9 }, 10_000],
  ['half a minute at least, however often it was', asking(2_000), { putOffs: 500 }, 30_000],
  ['five minutes at the most', asking(20 * minuteMs), { dice: 0.9 }, 5 * minuteMs],
  ['until its last moment', asking(minuteMs), { ageMs: 24 * minuteMs }, minuteMs],
])('is put off for %s', (_what, answer, state, expected) => {
  expect(waitOf(answer, state)).toBe(expected);
});

it.each([
  ['any other answer', asking(1_000, 503), {}],
  ['a refusal that no waiting helps', asking(undefined), {}],
  ['a budget that begins anew too late', asking(26 * minuteMs), {}],
  ['a wait that would end too late', asking(minuteMs), { ageMs: 24 * minuteMs + 1 }],
  ['a wait that by chance would end too late', asking(minuteMs), { ageMs: 24 * minuteMs, dice: 0.5 }],
])('is not put off after %s', (_what, answer, state) => {
  expect(waitOf(answer, state)).toBeUndefined();
});
