import { expect, it } from 'vitest';
import { goneError } from '../../../shared/cache/gone-error.ts';
import { GatewayError } from '../../../shared/errors.ts';

it('tells a hang-up from a deadline, and passes a reason on that is an error of its own', () => {
  const own = new GatewayError('rate_limit_exceeded', 'No more.');
  expect(goneError({ reason: own })).toBe(own);
  expect(goneError(AbortSignal.abort()).code).toBe('caller_gone');
  expect(goneError({ reason: 'whatever' }).code).toBe('caller_gone');
  expect(goneError({ reason: new DOMException('', 'TimeoutError') }).code).toBe('deadline_exceeded');
});
