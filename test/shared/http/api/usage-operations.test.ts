import { describe, expect, it } from 'vitest';
import { usageOperations } from '../../../../shared/http/api/usage-operations.ts';
import { usageParametersSchema } from '../../../../shared/usage/usage-query.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('usageOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(usageOperations);
  });

  it('name every parameter of the ledger, and each says what it is', () => {
    const parameters = usageOperations[0]?.parameters.filter((parameter) => parameter.in === 'query') ?? [];
    expect(parameters.map(({ name }) => name)).toEqual([
      ...Object.keys(usageParametersSchema.unwrap().shape),
      'format',
    ]);
    expect(parameters.filter(({ description }) => description === '')).toEqual([]);
  });

  it('take the size of a page as a number, within its bounds', () => {
    const limit = usageOperations[0]?.parameters.find(({ name }) => name === 'limit')?.schema;
    expect([1, 1000, 0, 1001, '5'].map((size) => limit?.safeParse(size).success)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
