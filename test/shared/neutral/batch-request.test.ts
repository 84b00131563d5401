import { expect, it } from 'vitest';
import { parseBatchRequest } from '../../../shared/neutral/batch-request.ts';

it('takes a batch with whatever its requests are', () => {
  const body = { requests: [{ body: {} }, 'no request', null], concurrency: 32, stop_on_error: true };
  expect(parseBatchRequest(body)).toBe(body);
});

it.each([
  [null, undefined],
  [{}, 'requests'],
  [{ requests: [] }, 'requests'],
  [{ requests: Array.from({ length: 1_001 }, () => 1) }, 'requests'],
  [{ requests: [1], concurrency: 0 }, 'concurrency'],
  [{ requests: [1], concurrency: 1.5 }, 'concurrency'],
  [{ requests: [1], stop_on_error: 'yes' }, 'stop_on_error'],
])('refuses any other and names the member at fault', (body, param) => {
  expect(() => parseBatchRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
});
