import fc from 'fast-check';
import { expect, it } from 'vitest';
import { periodAt } from '../../../shared/limits/calendar-period.ts';

const at = (text: string) => Date.parse(text);
const hours = ({ startMs, endMs }: { startMs: number; endMs: number }) => (endMs - startMs) / 3_600_000;

it.each([
  ['an ordinary day', '2026-03-10T12:00:00Z', 24],
  ['the day the clocks go forward', '2026-03-29T12:00:00Z', 23],
  ['the day they go back', '2026-10-25T12:00:00Z', 25],
])('knows how long %s of Berlin is', (_, moment, length) => {
  expect(hours(periodAt('day', 'Europe/Berlin', at(moment)))).toBe(length);
});

it.each([
  ['February', '2026-02-28T23:59:59.999Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['February of a leap year', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  ['the last moment of a year', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['the first moment of a year', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'],
])('begins and ends a month with the calendar: %s', (_, moment, start, end) => {
  const { startMs, endMs } = periodAt('month', 'UTC', at(moment));
  expect([new Date(startMs).toISOString(), new Date(endMs).toISOString()]).toEqual([start, end]);
});

it('changes month by the clocks of the zone', () => {
  const moment = at('2026-04-01T03:30:00Z');
  expect(new Date(periodAt('month', 'America/New_York', moment).startMs).toISOString()).toBe(
    '2026-03-01T05:00:00.000Z',
  );
  expect(new Date(periodAt('month', 'Asia/Tokyo', moment).startMs).toISOString()).toBe('2026-03-31T15:00:00.000Z');
});

it('begins hours where the zone’s clocks do, each 3,600 seconds long', () => {
  const period = periodAt('hour', 'Asia/Kolkata', at('2026-03-10T12:10:00Z'));
  expect(new Date(period.startMs).toISOString()).toBe('2026-03-10T11:30:00.000Z');
  expect(hours(period)).toBe(1);
  const [first, second] = [at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z')].map((moment) =>
    periodAt('hour', 'Europe/Berlin', moment),
  );
  expect(first?.endMs).toBe(second?.startMs);
});

it('never ends a total', () => {
  expect(periodAt('total', 'UTC', Date.now())).toMatchObject({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
});

const zones = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo', 'Australia/Lord_Howe', 'America/Havana'];

it('puts every moment into one period, and periods end to end', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('day' as const, 'month' as const),
      fc.constantFrom(...zones),
      fc.integer({ min: at('2010-01-01'), max: at('2035-01-01') }),
      (period, zone, momentMs) => {
        const { startMs, endMs, nextEndMs } = periodAt(period, zone, momentMs);
        expect(startMs).toBeLessThanOrEqual(momentMs);
        expect(momentMs).toBeLessThan(endMs);
        expect(periodAt(period, zone, endMs)).toMatchObject({ startMs: endMs, endMs: nextEndMs });
        expect(periodAt(period, zone, startMs - 1).endMs).toBe(startMs);
        expect(periodAt(period, zone, endMs - 1).startMs).toBe(startMs);
      },
    ),
    { numRuns: 200 },
  );
});
