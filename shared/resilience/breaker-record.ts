import type { BreakerNews } from './breaker.ts';

/** News of one breaker as it lies in Redis. `id` is unique, so that nobody takes the same news over twice. */
export type BreakerRecord = { readonly name: string; readonly id: string; readonly news: BreakerNews };

/** One record as the three arguments of the exchange: name, time to live in milliseconds, text. */
export function writeRecord({ name, id, news }: BreakerRecord): readonly [string, number, string] {
  return news.state === 'open'
    ? [name, Math.max(1, Math.ceil(news.leftMs)), `open ${id} ${news.openings}`]
    : [name, closedForMs, `closed ${id}`];
}

/** The records of an exchange's answer. One that this version does not know is passed over, as if it were not there. */
export function parseRecords(answer: unknown): BreakerRecord[] {
  const words: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return words.flatMap((name, at): BreakerRecord[] => {
    const [leftMs, text] = [words[at + 1], words[at + 2]];
    if (at % 3 !== 0 || typeof name !== 'string' || typeof leftMs !== 'number' || typeof text !== 'string') {
      return [];
    }
    const {
      state,
      id = '',
      openings,
    } = /^(?<state>open|closed) (?<id>\S+)(?: (?<openings>\d{1,6}))?$/.exec(text)?.groups ?? {};
    if (state === 'closed') {
      return [{ name, id, news: { state } }];
    }
    return state === 'open' && openings !== undefined
      ? [{ name, id, news: { state, openings: Number(openings), leftMs } }]
      : [];
  });
}

/** An instance that has heard nothing for so long finds out by a probe of its own that a deployment is well again. */
const closedForMs = 30_000;
