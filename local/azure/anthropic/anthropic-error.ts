import type { AzureAnswer } from '../azure-error.ts';
import { RefusedCall } from '../azure-error.ts';
import { errorOf } from '../error-of.ts';

/** A 400 of the Messages API, in its own shape. */
export function invalidMessages(message: string): RefusedCall {
  return new RefusedCall({ status: 400, headers: {}, body: errorBody('invalid_request_error', message) });
}

/** Azure's answer to a refused call as Anthropic would answer it. One in Anthropic's shape stays as it is. */
export function anthropicError(answer: AzureAnswer, model: string): AzureAnswer {
  const { status, body } = answer;
  if (typeof body === 'object' && body !== null && 'type' in body && body.type === 'error') return answer;
  const given = errorOf(body);
  if (status < 400 && given === undefined) return answer;
  const [type, message] = wording(status, model);
  // A fault that names Azure's words for a status is answered in Anthropic's for it.
  return { ...answer, headers: withoutMilliseconds(answer.headers), body: errorBody(type, message) };
}

function wording(status: number, model: string): readonly [type: string, message: string] {
  switch (status) {
    case 400:
      return ['invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'];
    case 401:
      return ['authentication_error', 'invalid x-api-key'];
    case 402:
      return ['billing_error', 'There is an issue with your billing or payment information.'];
    case 403:
      return ['permission_error', 'Your API key does not have permission to use the specified resource.'];
    case 404:
      return ['not_found_error', `model: ${model}`];
    case 409:
      return ['conflict_error', 'The request conflicts with the current state of a resource.'];
    case 413:
      return ['request_too_large', 'Request exceeds the maximum size'];
    case 429:
      return [
        'rate_limit_error',
        'This request would exceed your organization’s rate limit of input tokens per minute.',
      ];
    case 504:
      return ['timeout_error', 'The request timed out while processing.'];
    case 200:
    case 503:
    case 529:
      return ['overloaded_error', 'Overloaded'];
    default:
      return status >= 500
        ? ['api_error', 'Internal server error']
        : ['invalid_request_error', 'The request is invalid.'];
  }
}

function errorBody(type: string, message: string) {
  return { type: 'error', error: { type, message }, request_id: 'req_simulated' };
}

/** Anthropic sends the standard header only. */
function withoutMilliseconds({ 'retry-after-ms': _milliseconds, ...headers }: AzureAnswer['headers']) {
  return headers;
}
