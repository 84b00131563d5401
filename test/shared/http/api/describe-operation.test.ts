import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { describeOperation, modelFailures } from '../../../../shared/http/api/describe-operation.ts';

const own = {
  id: 'getThing',
  functionName: 'thing',
  path: '/thing',
  tag: 'Things',
  summary: 'Get a thing',
  description: 'A thing.',
  answers: { '200': { description: 'It.', contents: {} } },
} as const;

const statusesOf = (operation: { answers: object }) => Object.keys(operation.answers);

describe('describeOperation', () => {
  it('lets any caller in unless it says otherwise, and tells that it may not be one', () => {
    const operation = describeOperation({ ...own, method: 'get' });
    expect(operation.access).toBe('caller');
    expect(statusesOf(operation)).toEqual(['200', '401', '403', '500', '503']);
  });

  it('asks nobody for a key where it is open', () => {
    expect(statusesOf(describeOperation({ ...own, method: 'get', access: 'open' }))).toEqual(['200', '500']);
  });

  it('may refuse a body, and may put it off', () => {
    const request = { schema: z.looseObject({}), example: {} };
    const operation = describeOperation({ ...own, method: 'post', request });
    expect(statusesOf(operation)).toEqual(expect.arrayContaining(['202', '400', '413', '415']));
    expect(operation.parameters.map(({ name }) => name)).toEqual(['prefer', 'idempotency-key', 'x-request-id']);
  });

  it('puts off nothing that has no body', () => {
    expect(statusesOf(describeOperation({ ...own, method: 'post' }))).not.toContain('202');
  });

  it('tells the id of the request with every answer', () => {
    const { answers } = describeOperation({ ...own, method: 'get', failures: modelFailures });
    expect(Object.values(answers).filter(({ headers = {} }) => !('x-request-id' in headers))).toEqual([]);
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(['429', '502', '504']));
  });
});
