import { expect, it } from 'vitest';
import { usageAnswerSchema } from '../../../shared/usage/usage-answer.ts';
import { emptySum } from '../../../shared/usage/usage-sum.ts';
import { usageRecord } from '../../setup/usage-record.ts';

it('describes both answers, and nothing else', () => {
  const records = { object: 'usage.records', data: [usageRecord()], cursor: null };
  const sums = {
    object: 'usage.sums',
    group_by: ['day'],
    data: [{ group: { day: '2026-11-21' }, ...emptySum() }],
    total: emptySum(),
    cursor: 'abc',
  };
  expect(usageAnswerSchema.parse(records)).toEqual(records);
  expect(usageAnswerSchema.parse(sums)).toEqual(sums);
  expect(usageAnswerSchema.safeParse({ ...sums, object: 'list' }).success).toBe(false);
});
