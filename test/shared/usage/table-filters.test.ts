import { describe, expect, it } from 'vitest';
import { tableFilters } from '../../../shared/usage/table-filters.ts';

const fromMs = Date.parse('2026-11-20T18:00:00Z');
const toMs = Date.parse('2026-11-22T00:00:00Z');
const rows = "RowKey ge '01795197600000' and RowKey lt '01795305600000'";

describe('tableFilters', () => {
  it('names the partitions of a caller one by one', () => {
    expect(tableFilters({ fromMs, toMs, caller: 'team-a' })).toEqual([
      `PartitionKey eq '20261120_team-a' and ${rows}`,
      `PartitionKey eq '20261121_team-a' and ${rows}`,
    ]);
  });

  it('names the partitions of everyone as one range that ends with the last day', () => {
    expect(tableFilters({ fromMs, toMs })).toEqual([
      `PartitionKey ge '20261120' and PartitionKey lt '20261122' and ${rows}`,
    ]);
  });

  it('goes on behind a key', () => {
    const after = { partition: '20261121_team-a', row: '01795262400000-req-1' };
    const behind = "RowKey gt '01795262400000-req-1'";
    expect(tableFilters({ fromMs, toMs, caller: 'team-a', after })).toEqual([
      `PartitionKey eq '20261121_team-a' and ${behind} and ${rows}`,
    ]);
    expect(tableFilters({ fromMs, toMs, after })).toEqual([
      `PartitionKey eq '20261121_team-a' and ${behind} and ${rows}`,
      `PartitionKey gt '20261121_team-a' and PartitionKey lt '20261122' and ${rows}`,
    ]);
  });

  it('leaves a caller with their own partitions, whatever key they go on behind', () => {
    const after = { partition: '20261120_team-b', row: '0' };
    const filters = tableFilters({ fromMs, toMs, caller: 'team-a', after });
    expect(filters).toEqual([`PartitionKey eq '20261121_team-a' and ${rows}`]);
  });

  it('adds model and deployment, with quotes that cannot end the text', () => {
    const [filter] = tableFilters({ fromMs, toMs, model: "x' or PartitionKey gt '", deployment: 'east' });
    expect(filter).toContain("and model eq 'x'' or PartitionKey gt ''' and deployment eq 'east'");
  });

  it('asks nothing for no time', () => {
    expect(tableFilters({ fromMs: toMs, toMs })).toEqual([]);
  });
});
