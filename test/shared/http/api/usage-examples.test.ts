import { expect, it } from 'vitest';
import { usageRecordsExample, usageSumsExample } from '../../../../shared/http/api/usage-examples.ts';
import { usageAnswerSchema } from '../../../../shared/usage/usage-answer.ts';

it.each([usageRecordsExample, usageSumsExample])('is what the ledger answers: $object', (example) => {
  expect(usageAnswerSchema.parse(example)).toEqual(example);
});

it('is the same calls as such and in sums', () => {
  const [record] = usageRecordsExample.data;
  expect(usageSumsExample.total).toMatchObject({ calls: 1, costNanoDollars: record?.costNanoDollars });
  expect(usageSumsExample.data[0]?.group.day).toBe(new Date(record?.atMs ?? 0).toISOString().slice(0, 10));
});
