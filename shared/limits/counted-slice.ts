import { periodAt } from './calendar-period.ts';
import type { LimitSpan } from './limit.ts';

/** Where use counts at a moment: the slice it is added to, and the oldest one that still counts. */
export type CountedSlice = { readonly slice: number; readonly from: number };

/**
 * A sliding span's slices are numbered from the epoch on and each as long as the other; a calendar's are its periods,
 * known by their start, and only the latest counts.
 */
export function countedSlice(span: LimitSpan, nowMs: number): CountedSlice {
  if (span.kind === 'calendar') {
    const { startMs } = periodAt(span.period, span.timeZone, nowMs);
    return { slice: startMs, from: startMs };
  }
  const slice = Math.floor(nowMs / span.sliceMs);
  return { slice, from: slice - Math.ceil(span.windowMs / span.sliceMs) };
}
