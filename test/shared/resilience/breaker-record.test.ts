import { describe, expect, it } from 'vitest';
import { parseRecords, writeRecord } from '../../../shared/resilience/breaker-record.ts';

describe('breaker records', () => {
  it.each([
    { name: 'east', id: 'i-1', news: { state: 'open', openings: 3, leftMs: 4_000 } },
    { name: 'west', id: 'i-2', news: { state: 'closed' } },
  ] as const)('come back as they were written: $news.state', (record) => {
    const [name, ttlMs, text] = writeRecord(record);
    expect(parseRecords([name, ttlMs, text])).toEqual([record]);
  });

  it('live as long as the breaker is open, in whole milliseconds and at least one', () => {
    const ttlMs = (leftMs: number) =>
      writeRecord({ name: 'a', id: 'i', news: { state: 'open', openings: 1, leftMs } })[1];
    expect([ttlMs(0.2), ttlMs(1.5), ttlMs(900)]).toEqual([1, 2, 900]);
  });

  it.each([
    ['no list', 'OK'],
    ['no answer', null],
    ['a state of another version', ['east', 10, 'isolated i-1']],
    ['an open one that does not say how often', ['east', 10, 'open i-1']],
    ['no time', ['east', '10', 'closed i-1']],
    ['a list that is cut', ['east', 10]],
  ])('pass over %s', (_what, answer) => {
    expect(parseRecords(answer)).toEqual([]);
  });
});
