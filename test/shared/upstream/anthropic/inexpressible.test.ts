import { expect, it } from 'vitest';
import { inexpressible } from '../../../../shared/upstream/anthropic/inexpressible.ts';

it('names the provider, the member and the reason, goes elsewhere and blames no deployment', () => {
  const failure = inexpressible('n', 'it gives one answer to a request');
  expect(failure.rule).toMatchObject({ elsewhere: true, again: false, unhealthy: false });
  expect(failure.toGatewayError().code).toBe('unsupported_parameter');
  expect(failure.toGatewayError().toBody().error).toEqual({
    message: "Anthropic cannot serve 'n': it gives one answer to a request.",
    type: 'invalid_request_error',
    param: 'n',
    code: 'unsupported_parameter',
  });
});
