import { firstInstantOfDay, localTimeMs } from './local-time.ts';
import type { BudgetPeriod } from './limit.ts';

/** A period in epoch milliseconds, from its start up to but without its end; and the end of the one that follows. */
export type CalendarPeriod = { readonly startMs: number; readonly endMs: number; readonly nextEndMs: number };

/**
 * The hour, day or month of an IANA time zone in which a moment lies.
 *
 * Days and months begin when the zone's clocks first show them, so that one with a change of clocks is longer or shorter;
 * hours are always 3,600 seconds, and one that the clocks show twice is two. Throws `RangeError` for an unknown zone.
 */
export function periodAt(period: BudgetPeriod, timeZone: string, momentMs: number): CalendarPeriod {
  if (period === 'total') return wholeOfTime;
  const name = `${period} ${timeZone}`;
  const known = latest.get(name);
  if (known !== undefined && known.startMs <= momentMs && momentMs < known.endMs) return known;
  const found = findPeriod(period, timeZone, momentMs);
  latest.set(name, found);
  return found;
}

const wholeOfTime: CalendarPeriod = {
  startMs: 0,
  endMs: Number.MAX_SAFE_INTEGER,
  nextEndMs: Number.MAX_SAFE_INTEGER,
};

// Finding a period takes tens of microseconds and nearly every call asks for the same one.
const latest = new Map<string, CalendarPeriod>();

function findPeriod(period: 'hour' | 'day' | 'month', timeZone: string, momentMs: number): CalendarPeriod {
  const localMs = localTimeMs(momentMs, timeZone);
  if (period === 'hour') {
    const startMs = momentMs - (localMs % hourMs);
    return { startMs, endMs: startMs + hourMs, nextEndMs: startMs + 2 * hourMs };
  }
  const local = new Date(localMs);
  const [startMs = 0, endMs = 0, nextEndMs = 0] = [0, 1, 2].map((ahead) =>
    firstInstantOfDay(
      period === 'day'
        ? Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + ahead)
        : Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + ahead, 1),
      timeZone,
    ),
  );
  return { startMs, endMs, nextEndMs };
}

const hourMs = 3_600_000;
