import type { Deployment } from '../config/config.ts';
import type { JsonObject } from '../openai/json-object.ts';
import { isJsonObject } from '../openai/json-object.ts';
import { shortName } from '../openai/short-name.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import { attributes } from '../telemetry/names.ts';
import { providerNames } from '../telemetry/provider-names.ts';
import type { Span, SpanAttributes } from '../telemetry/span.ts';
import { attemptAddress } from '../upstream/attempt-address.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/** What an attempt asks for, as its span says it. */
export type AttemptedOperation = { readonly operation: 'chat' | 'embeddings'; readonly maxTokens?: number | undefined };

/**
 * Begins the span of one attempt, by OpenTelemetry's GenAI conventions; `undefined` where nothing is traced.
 *
 * Its address is given in parts and not as `url.full`: from that attribute Azure Monitor's exporter makes the name of the
 * dependency, in place of `chat gpt-4o`; out of the parts it makes the address alone.
 */
export function openAttemptSpan(
  { operation, maxTokens }: AttemptedOperation,
  deployment: Deployment,
  { span, tally }: Call,
  { breakers }: Pick<Parts, 'breakers'>,
): Span | undefined {
  if (tally !== undefined) {
    tally.attempts += 1;
  }
  if (span?.context.isSampled !== true) {
    return span?.child(operation, 'client');
  }
  const { scheme, host, port, path } = attemptAddress(deployment, operation);
  return span.child(`${operation} ${deployment.model}`, 'client', {
    [attributes.operation]: operation,
    [attributes.provider]: providerNames.get(deployment.provider),
    [attributes.requestModel]: deployment.model,
    [attributes.maxTokens]: maxTokens,
    [attributes.httpMethod]: 'POST',
    [attributes.urlScheme]: scheme,
    [attributes.urlPath]: path,
    [attributes.serverAddress]: host,
    [attributes.serverPort]: port,
    [attributes.deployment]: deployment.name,
    [attributes.attemptNumber]: tally?.attempts,
    [attributes.breakerState]: breakers.of(deployment.name).state,
  });
}

/** Ends the span of an attempt that failed. */
export function endFailedAttempt(span: Span | undefined, error: unknown): void {
  if (span === undefined) {
    return;
  }
  const failure = error instanceof UpstreamFailure ? error : undefined;
  span.set({
    [attributes.httpStatus]: failure?.status,
    [attributes.failure]: failure?.kind ?? 'bug',
    [attributes.retryAfterMs]: failure?.retryAfterMs,
    [attributes.upstreamRequestId]: failure?.upstreamRequestId,
  });
  span.fail(failure?.kind ?? 'bug');
  span.end();
}

/** What a good answer says of its attempt: who answered, why it ended, what it took. */
export function answerAttributes(answer: {
  readonly model?: string | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  readonly usage?: TokenUsage | undefined;
}): SpanAttributes {
  const { model, finishReasons = [], usage } = answer;
  return {
    [attributes.responseModel]: model,
    [attributes.finishReasons]: finishReasons.length === 0 ? undefined : finishReasons,
    [attributes.inputTokens]: usage?.promptTokens,
    [attributes.outputTokens]: usage?.completionTokens,
    [attributes.cachedTokens]: usage?.cachedTokens,
    [attributes.reasoningTokens]: usage?.reasoningTokens,
  };
}

/** The same of an answer read whole. */
export function wholeAnswerAttributes(json: JsonObject, usage: TokenUsage | undefined): SpanAttributes {
  const choices: readonly unknown[] = Array.isArray(json['choices']) ? json['choices'] : [];
  const reasons = choices.map((choice) => (isJsonObject(choice) ? choice['finish_reason'] : undefined));
  return answerAttributes({
    model: shortName(json['model']),
    finishReasons: reasons.flatMap((reason) => shortName(reason) ?? []),
    usage,
  });
}
