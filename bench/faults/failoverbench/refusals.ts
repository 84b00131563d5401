import type { ServerResponse } from 'node:http';
import type { WallAttempt } from './provider-wall.ts';

/** An error answer of the wall. */
export type Refusal = {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const throttled: Refusal = { status: 429, code: 'rate_limit_exceeded', message: 'There are too many requests.' };
const overloaded: Refusal = { status: 503, code: 'overloaded', message: 'The model is overloaded for now.' };

/** What the wall answers instead of a completion, by what it does. */
export const refusals: Readonly<Partial<Record<WallAttempt['did'], Refusal>>> = {
  'throttled-once': { ...throttled, headers: { 'retry-after': '2' } },
  throttled,
  'failing-once': { status: 500, code: null, message: 'The server failed.' },
  overloaded,
  'down-at-first': overloaded,
  'too-long': { status: 400, code: 'context_length_exceeded', message: 'The messages are longer than the window.' },
  filtered: { status: 400, code: 'content_policy_violation', message: 'The safety system rejected the request.' },
  'refused a prefill': { status: 400, code: 'invalid_prefill', message: 'The last message must be a user’s.' },
  'unknown model': { status: 404, code: 'model_not_found', message: 'There is no such model.' },
};

/** Answers with an error in OpenAI's shape. */
export function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type, param: null, code } }));
}
