import { expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { summariseBatch } from '../../../shared/neutral/batch-result.ts';

it('counts results by what they came to', () => {
  const { error } = new GatewayError('invalid_request', 'No.').toBody();
  expect(
    summariseBatch([
      { index: 0, id: null, status: 200, deployment: 'east', attempts: 1, body: {} },
      { index: 1, id: null, status: 400, error },
      { index: 2, id: null, status: 200, deployment: 'east', attempts: 2, body: {} },
      { index: 3, id: null, status: null, skipped: true },
    ]),
  ).toEqual({ total: 4, succeeded: 2, failed: 1, skipped: 1 });
});
