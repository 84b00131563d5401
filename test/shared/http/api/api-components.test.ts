import { describe, expect, it } from 'vitest';
import { apiComponents } from '../../../../shared/http/api/api-components.ts';
import { apiOperations } from '../../../../shared/http/api/api-operations.ts';

describe('apiComponents', () => {
  it('are each another schema, with a name in Pascal case', () => {
    expect(new Set(Object.values(apiComponents)).size).toBe(Object.keys(apiComponents).length);
    expect(Object.keys(apiComponents).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
  });

  it('hold the schema of every request', () => {
    const named = new Set(Object.values(apiComponents));
    const unnamed = apiOperations.filter(({ request }) => request !== undefined && !named.has(request.schema));
    expect(unnamed.map(({ id }) => id)).toEqual([]);
  });
});
