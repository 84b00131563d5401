import { mapConcurrently } from './map-concurrently.ts';
import type { UsageRecord } from './usage-record.ts';
import type { RecordRange, UsageStore } from './usage-store.ts';

/** Hands on every record of a range, each once: day by day, several days at once. Rejects as the store or `add` does. */
export async function eachRecord(
  store: UsageStore,
  range: Omit<RecordRange, 'after'>,
  add: (record: UsageRecord) => void,
): Promise<void> {
  await mapConcurrently(daysOf(range), daysAtOnce, async (day) => {
    let page = await store.scan(day, pageRecords);
    for (;;) {
      page.records.forEach(add);
      if (page.next === undefined) return;
      page = await store.scan({ ...day, after: page.next }, pageRecords);
    }
  });
}

function daysOf(range: RecordRange): RecordRange[] {
  const days: RecordRange[] = [];
  for (let { fromMs } = range; fromMs < range.toMs;) {
    const toMs = Math.min(range.toMs, (Math.floor(fromMs / dayMs) + 1) * dayMs);
    days.push({ ...range, fromMs, toMs });
    fromMs = toMs;
  }
  return days;
}

const dayMs = 86_400_000;
const daysAtOnce = 8;
const pageRecords = 1000;
