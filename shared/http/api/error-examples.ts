import { errorTable, type ErrorBody, type ErrorCode } from '../../errors.ts';

/** The body that an error of each code has, as a caller meets it most often. */
export function errorExample(code: ErrorCode): ErrorBody {
  const [message, param = null] = told[code];
  return { error: { message, type: errorTable[code].type, param, code } };
}

const told: Readonly<Record<ErrorCode, readonly [message: string, param?: string]>> = {
  invalid_request: ["Missing required parameter: 'messages'.", 'messages'],
  invalid_json: ['The request body is empty; a JSON object is expected.'],
  unsupported_parameter: ["Anthropic cannot serve 'logprobs': it gives no likelihoods of tokens.", 'logprobs'],
  unsupported_api_version: ["Missing required query parameter: 'api-version'.", 'api-version'],
  unsupported_operation: ["The operation is not in the API version of this model's deployments."],
  context_length_exceeded: ['The prompt fits no model of this route.', 'messages'],
  content_filter: ["The prompt triggered Azure OpenAI's content filter.", 'prompt'],
  upstream_refused: ["Unsupported value: 'temperature' does not support 0.2 with this model.", 'temperature'],
  invalid_api_key: ['The gateway key is not known here. Check it, or ask for a new one.'],
  invalid_token: ['The token is signed with a key that its tenant does not publish.'],
  caller_not_allowed: ['The token is right, but proves no caller of this gateway.'],
  operation_not_allowed: ['The caller reports may not use embeddings. It may use: chat.'],
  admin_required: ['Metrics are of every caller: they take the gateway key of an admin caller.'],
  model_not_allowed: ['Your key may not use this model. Ask its owner to allow it.', 'model'],
  route_not_found: ['There is no document of that name. Begin at /docs.'],
  model_not_found: ["There is no model or deployment 'gpt-9' here. GET /v1/models lists the models.", 'model'],
  job_not_found: ['There is no such job for you here, or its time is over.'],
  method_not_allowed: ['Send POST to /v1/chat/completions.'],
  conflict: ["The upstream's resource was busy at every attempt."],
  job_cancelled: ['The job was cancelled before it was done.'],
  request_too_large: ['The request body is larger than 10485760 bytes.'],
  unsupported_media_type: ['Send the body as content-type: application/json.'],
  idempotency_key_reused: ['This Idempotency-Key came with another request before.', 'idempotency-key'],
  unprocessable_request: ['The upstream could not work with the request.'],
  rate_limit_exceeded: ['The rate limit of 60 requests per minute of this caller is used up. Wait 33 s.'],
  budget_exceeded: [
    'The budget of 2000000 tokens per day of this caller has 950 tokens left, and the call may use 1033 tokens. It begins anew at 2026-11-22T00:00:00Z. A max_tokens of 917 would fit now.',
  ],
  caller_gone: ['The caller hung up.'],
  internal_error: ['Sluice failed to answer. Report this with the x-request-id of the answer.'],
  job_failed: ['The work was begun five times and never came to an end.'],
  upstream_credential_refused: ["Every deployment refused Sluice's credential; your own key is fine."],
  upstream_deployment_missing: ['The gateway file names a deployment that does not exist.'],
  upstream_malformed: ['The answer broke off before it was whole.'],
  upstream_failed: ['The upstream failed at every attempt.'],
  jobs_unavailable: ['The storage of jobs cannot be reached now.'],
  identity_unavailable: ['The keys that the tenant signs with cannot be read now.'],
  usage_unavailable: ['The store of usage cannot be read now.'],
  upstream_unavailable: ['No deployment could serve the call before its deadline.'],
  secret_unavailable: ['No credential for the upstream could be read now.'],
  upstream_timeout: ['The upstream gave no answer in time at any attempt.'],
  deadline_exceeded: ['The call did not complete within its deadline.'],
  not_cached: ['No answer to this request is kept, and Cache-Control asks for nothing else.'],
};
