/**
 * What traces, metrics and events are called on the wire, in one place. Names with `gen_ai.` are those of OpenTelemetry's
 * GenAI conventions (https://github.com/open-telemetry/semantic-conventions-genai), which still change; `http.`, `server.`,
 * `url.` and `error.` those of its general ones; `sluice.` are our own.
 */
export const attributes = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  maxTokens: 'gen_ai.request.max_tokens',
  responseModel: 'gen_ai.response.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  errorType: 'error.type',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  urlFull: 'url.full',
  urlPath: 'url.path',
  urlScheme: 'url.scheme',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  requestId: 'sluice.request_id',
  caller: 'sluice.caller',
  model: 'sluice.model',
  deployment: 'sluice.deployment',
  outcome: 'sluice.outcome',
  errorCode: 'sluice.error_code',
  isStream: 'sluice.stream',
  attempts: 'sluice.attempts',
  attemptNumber: 'sluice.attempt.number',
  cache: 'sluice.cache',
  degraded: 'sluice.degraded',
  costUsd: 'sluice.cost_usd',
  firstOutputMs: 'sluice.first_output_ms',
  retryAfterMs: 'sluice.retry_after_ms',
  breakerState: 'sluice.breaker.state',
  limit: 'sluice.limit',
  budget: 'sluice.budget',
  remaining: 'sluice.remaining',
} as const;

/** Metrics: what each measures and in what unit is said where it is made. */
export const metrics = {
  duration: 'gen_ai.client.operation.duration',
  timeToFirstChunk: 'gen_ai.client.operation.time_to_first_chunk',
  inputTokens: 'gen_ai.client.inference.usage.input_tokens',
  outputTokens: 'gen_ai.client.inference.usage.output_tokens',
  cachedTokens: 'gen_ai.client.inference.usage.cache_read.input_tokens',
  reasoningTokens: 'gen_ai.client.inference.usage.reasoning.output_tokens',
  calls: 'sluice.calls',
  attempts: 'sluice.attempts',
  costUsd: 'sluice.cost_usd',
} as const;

/** Events on spans, and custom events of Application Insights. */
export const events = {
  attemptFailed: 'sluice.attempt_failed',
  waited: 'sluice.waited',
  limitRefused: 'sluice.limit_refused',
  budgetWarning: 'sluice.budget_warning',
  budgetExceeded: 'sluice.budget_exceeded',
  breakerChanged: 'sluice.breaker_changed',
  credentialReplaced: 'sluice.credential_replaced',
} as const;
