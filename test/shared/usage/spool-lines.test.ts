import { describe, expect, it } from 'vitest';
import { fromLines, toLines } from '../../../shared/usage/spool-lines.ts';
import { usageRecords } from '../../setup/usage-record.ts';

describe('spool lines', () => {
  it('give back what was written', () => {
    expect(fromLines(toLines(usageRecords(3)))).toEqual({ records: usageRecords(3), damaged: 0 });
    expect(fromLines('')).toEqual({ records: [], damaged: 0 });
  });

  it('lose no more than the line that is damaged', () => {
    const [first = '', ...others] = toLines(usageRecords(3)).split('\n');
    const torn = [first.slice(0, -5), ...others, '{"id":"no record"}', 'null'].join('\n');
    expect(fromLines(torn)).toEqual({ records: usageRecords(3).slice(1), damaged: 3 });
  });
});
