import { expect, it } from 'vitest';
import { firstInstantOfDay, localTimeMs } from '../../../shared/limits/local-time.ts';

const at = (text: string) => Date.parse(text);
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

it.each([
  ['Europe/Berlin', '2026-01-15T10:20:30.456Z', '2026-01-15T11:20:30.456Z'],
  ['Europe/Berlin', '2026-07-15T23:20:30.000Z', '2026-07-16T01:20:30.000Z'],
  ['Asia/Kathmandu', '2026-07-15T00:00:00.001Z', '2026-07-15T05:45:00.001Z'],
  ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
])('shows what the clocks of %s show at %s', (zone, moment, shown) => {
  expect(new Date(localTimeMs(at(moment), zone)).toISOString()).toBe(shown);
});

it.each([
  ['an ordinary day', 'America/New_York', '2026-01-15', '2026-01-15T05:00:00Z'],
  ['a day whose midnight the clocks skip', 'Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z'],
  ['a day whose midnight comes twice', 'America/Havana', '2024-11-03', '2024-11-03T04:00:00Z'],
  ['a day the zone left out', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
  ['the zone furthest ahead', 'Pacific/Kiritimati', '2026-03-01', '2026-02-28T10:00:00Z'],
  ['the zone furthest behind', 'Etc/GMT+12', '2026-03-01', '2026-03-01T12:00:00Z'],
])('finds the first moment of %s', (_, zone, date, moment) => {
  expect(new Date(firstInstantOfDay(day(date), zone)).toISOString()).toBe(new Date(at(moment)).toISOString());
});

it('refuses a zone there is not', () => {
  expect(() => localTimeMs(0, 'Europe/Atlantis')).toThrow(RangeError);
});
