import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, dayOf, daysIn, partitionOf, recordKey, rowTime } from '../../../shared/usage/record-key.ts';
import { usageRecord } from '../../setup/usage-record.ts';

describe('recordKey', () => {
  it('puts a call in the partition of its caller and day, in a row that begins with its time', () => {
    expect(recordKey(usageRecord())).toEqual({ partition: '20261121_team-a', row: '01795262400000-req-1' });
  });

  it('orders the calls of a day and caller by time, then by id', () => {
    const call = fc.record({ atMs: fc.nat(86_399_999), id: fc.string({ minLength: 1, maxLength: 5 }) });
    fc.assert(
      fc.property(call, call, (left, right) => {
        const [one, two] = [left, right].map((differs) => recordKey(usageRecord(differs)));
        const order = one === undefined || two === undefined ? NaN : compareKeys(one, two);
        if (left.atMs !== right.atMs) expect(Math.sign(order)).toBe(Math.sign(left.atMs - right.atMs));
        else if (left.id === right.id) expect(order).toBe(0);
      }),
    );
  });
});

describe('partitionOf', () => {
  it('has no character that a key may not have, and never two callers in one', () => {
    expect(partitionOf('20261121', 'a/b\\c#d?e%f=g\n')).toBe('20261121_a=2fb=5cc=23d=3fe=25f=3dg=0a');
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        const [one, two] = [partitionOf('20261121', left), partitionOf('20261121', right)];
        expect(one).not.toMatch(/[/\\#?%\p{Cc}]/u);
        expect(one === two).toBe(left === right);
      }),
    );
  });
});

describe('rowTime', () => {
  it('has the same length at any time, so that text is ordered as time is', () => {
    expect([rowTime(0), rowTime(1.5), rowTime(Date.parse('2286-11-21'))]).toEqual([
      '00000000000000',
      '00000000000002',
      '10000022400000',
    ]);
  });
});

describe('daysIn', () => {
  it.each([
    ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z', []],
    ['2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z', ['20261121']],
    ['2026-11-21T23:59:59Z', '2026-11-22T00:00:01Z', ['20261121', '20261122']],
    ['2026-12-31T12:00:00Z', '2027-01-02T00:00:00Z', ['20261231', '20270101']],
    ['2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z', []],
  ])('from %s to %s are %j', (from, to, days) => {
    expect(daysIn(Date.parse(from), Date.parse(to))).toEqual(days);
  });
});

describe('dayOf', () => {
  it('is the day in UTC', () => {
    expect(dayOf(Date.parse('2026-11-21T23:59:59.999Z'))).toBe('20261121');
  });
});
