import { describe, expect, it } from 'vitest';
import { statusOf, tableFailure } from '../../../shared/usage/table-failure.ts';

const failure = (statusCode: number) => Object.assign(new Error('The reason.\nRequestId:1'), { statusCode });

describe('tableFailure', () => {
  it.each([400, 413])('takes %i for good: the same request will never pass', (status) => {
    expect(tableFailure(failure(status))).toMatchObject({ fault: 'refused' });
  });

  it.each([401, 403, 404, 408, 409, 429, 500, 503])('takes %i for something that may pass', (status) => {
    expect(tableFailure(failure(status))).toMatchObject({ fault: 'unavailable' });
  });

  it('takes a connection that failed for something that may pass, and keeps its cause', () => {
    const cause = new Error('connect ECONNREFUSED');
    expect(tableFailure(cause)).toMatchObject({ fault: 'unavailable', cause });
    expect(tableFailure('odd').message).toBe('Table storage fails: odd');
  });

  it('says status and reason in one line', () => {
    expect(tableFailure(failure(403)).message).toBe('Table storage fails (403): The reason.');
  });
});

describe('statusOf', () => {
  it('is known where there was an answer', () => {
    expect([statusOf(failure(404)), statusOf(new Error('none')), statusOf({ statusCode: 404 })]).toEqual([
      404,
      undefined,
      undefined,
    ]);
  });
});
