import type { AzureAnswer } from '../azure-error.ts';
import { errorOf } from '../error-of.ts';

/** Azure's answer to a refused call in OpenAI's own words and shape. One that has that shape already stays as it is. */
export function openaiError(answer: AzureAnswer, model: string): AzureAnswer {
  const error = errorOf(answer.body);
  if (answer.status < 400 && error === undefined) return answer;
  if (typeof error?.['type'] === 'string') return answer;
  const [type, code, message] = wording(answer.status, model);
  return { ...answer, body: { error: { message: message ?? error?.['message'], type, param: null, code } } };
}

function wording(status: number, model: string): readonly [type: string, code: string | null, message?: string] {
  switch (status) {
    case 401:
      return [
        'invalid_request_error',
        'invalid_api_key',
        'Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.',
      ];
    case 404:
      return [
        'invalid_request_error',
        'model_not_found',
        `The model \`${model}\` does not exist or you do not have access to it.`,
      ];
    case 429:
      return ['tokens', 'rate_limit_exceeded', `Rate limit reached for ${model}. Please try again later.`];
    case 503:
      return ['server_error', null, 'The server is overloaded or not ready yet.'];
    default:
      return status >= 500 || status < 400
        ? ['server_error', null, 'The server had an error while processing your request.']
        : ['invalid_request_error', null];
  }
}
