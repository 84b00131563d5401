import { describe, expect, it } from 'vitest';
import { usageRecordSchema } from '../../../shared/usage/usage-record.ts';
import { usageRecord } from '../../setup/usage-record.ts';

describe('usageRecordSchema', () => {
  it('takes a record, and leaves out what a later version may have added', () => {
    expect(usageRecordSchema.parse({ ...usageRecord(), carbonGrams: 3 })).toEqual(usageRecord());
  });

  it.each([
    ['a cost below nothing', { costNanoDollars: -1 }],
    ['half a token', { promptTokens: 0.5 }],
    ['an id that could forge a key', { id: "x' or '1" }],
    ['no caller', { caller: '' }],
    ['an outcome of another kind', { outcome: 'lucky' }],
  ])('refuses %s', (_, differs) => {
    expect(usageRecordSchema.safeParse({ ...usageRecord(), ...differs }).success).toBe(false);
  });
});
