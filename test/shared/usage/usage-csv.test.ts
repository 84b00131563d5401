import { describe, expect, it } from 'vitest';
import { usageCsv } from '../../../shared/usage/usage-csv.ts';
import type { UsageRecord } from '../../../shared/usage/usage-record.ts';
import { emptySum } from '../../../shared/usage/usage-sum.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const csvOf = (differs: Partial<UsageRecord>, withHeader?: boolean) =>
  usageCsv({ object: 'usage.records', data: [usageRecord(differs)], cursor: null }, withHeader);
const cellsOf = (line = '') => line.split(',');

describe('usageCsv', () => {
  it('has a line of columns and one a record, each ended by CRLF', () => {
    const [columns, line, ...rest] = csvOf({ firstOutputMs: null }).split('\r\n');
    expect(rest).toEqual(['']);
    const named = Object.fromEntries(cellsOf(columns).map((column, at) => [column, cellsOf(line)[at]]));
    expect(named).toMatchObject({
      id: 'req-1',
      at: '2026-11-21T12:00:00.000Z',
      caller: 'team-a',
      stream: 'false',
      promptTokens: '100',
      costDollars: '0.0004',
      listDollars: '',
      firstOutputMs: '',
    });
    expect(cellsOf(columns)).toHaveLength(cellsOf(line).length);
  });

  it('goes on without columns behind a page that had them', () => {
    expect(csvOf({}, false)).toBe(csvOf({}).split('\r\n').slice(1).join('\r\n'));
  });

  it('quotes commas, quotes and line ends as RFC 4180 has it', () => {
    expect(csvOf({ failedAttempts: { 'east,1': 2 } })).toContain(',"{""east,1"":2}",');
    expect(csvOf({ caller: 'a\r\nb' })).toContain(',"a\r\nb",');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('lets no spreadsheet run %j', (model) => {
    expect(csvOf({ model })).toContain(`,"'${model}",`);
  });

  it('writes sums with a column for each group', () => {
    const csv = usageCsv({
      object: 'usage.sums',
      group_by: ['day', 'deployment'],
      data: [{ group: { deployment: null, day: '2026-11-21' }, ...emptySum(), calls: 2, costNanoDollars: null }],
      total: emptySum(),
      cursor: null,
    });
    const [columns, line] = csv.split('\r\n');
    expect(cellsOf(columns).slice(0, 3)).toEqual(['day', 'deployment', 'calls']);
    expect(cellsOf(line).slice(0, 3)).toEqual(['2026-11-21', '', '2']);
    expect(cellsOf(line)[cellsOf(columns).indexOf('costDollars')]).toBe('');
  });
});
