import { describe, expect, it } from 'vitest';
import { apiOperations } from '../../../../shared/http/api/api-operations.ts';
import { apiTags } from '../../../../shared/http/api/api-tags.ts';

describe('apiTags', () => {
  it('are each there once', () => {
    const names = apiTags.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('hold no group that has nothing in it', () => {
    const used = new Set(apiOperations.map(({ tag }) => tag));
    expect(apiTags.filter(({ name }) => !used.has(name))).toEqual([]);
  });
});
