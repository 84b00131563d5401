import { expect, it } from 'vitest';
import { groupOf } from '../../../shared/usage/group-of.ts';
import { usageRecord } from '../../setup/usage-record.ts';

it('names hour, day and month by their beginning, and the rest as they are', () => {
  const record = usageRecord({ atMs: Date.parse('2026-11-21T23:59:59.999Z'), deployment: null });
  expect(groupOf(record, ['hour', 'day', 'month', 'caller', 'model', 'deployment'])).toEqual({
    hour: '2026-11-21T23:00:00Z',
    day: '2026-11-21',
    month: '2026-11',
    caller: 'team-a',
    model: 'gpt-4o',
    deployment: null,
  });
  expect(groupOf(record, [])).toEqual({});
});
