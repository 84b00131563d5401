import { describe, expect, it } from 'vitest';
import { callerOperations } from '../../../shared/config/caller-operations.ts';

describe('callerOperations', () => {
  it('names each operation once, in words a gateway file can have', () => {
    expect(new Set(callerOperations).size).toBe(callerOperations.length);
    expect(callerOperations.filter((name) => !/^[a-z]+$/.test(name))).toEqual([]);
  });
});
