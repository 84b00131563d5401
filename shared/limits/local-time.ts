/**
 * What the clocks of an IANA time zone show at a moment, as the epoch milliseconds at which UTC's show the same.
 * Throws `RangeError` for an unknown zone.
 */
export function localTimeMs(momentMs: number, timeZone: string): number {
  const shown = new Map(
    formatOf(timeZone)
      .formatToParts(momentMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const second = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return second + (((momentMs % 1000) + 1000) % 1000);
}

/**
 * The first moment at which the zone's clocks show a day or a later one. `dayMs` is the day's midnight as UTC has it.
 * It is looked for rather than computed: where midnight is skipped, comes twice, or the whole day is left out, the
 * clocks still get from one day to the next at one moment.
 */
export function firstInstantOfDay(dayMs: number, timeZone: string): number {
  // No zone is further from UTC than this.
  let before = dayMs / 1000 - 15 * 3600;
  let after = dayMs / 1000 + 15 * 3600;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localTimeMs(middle * 1000, timeZone) >= dayMs) after = middle;
    else before = middle;
  }
  return after * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
