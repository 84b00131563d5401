import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerAttributes,
  endFailedAttempt,
  openAttemptSpan,
  wholeAnswerAttributes,
} from '../../../shared/gateway/attempt-span.ts';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../setup/deployment.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

let running: GatewayParts;
beforeAll(async () => {
  running = await startGatewayParts();
});
afterAll(() => running.stop());

function open(samplePercent = 100) {
  const tracing = recordedTracing(samplePercent);
  const call = running.call({ span: tracing.begin('POST /x', 'server', undefined) });
  const tally = createTally(call);
  const attempt = () =>
    openAttemptSpan(
      { operation: 'chat', maxTokens: 5 },
      deploymentOf({ endpoint: 'https://east.example' }),
      { ...call, tally },
      running.parts,
    );
  return { tracing, call, tally, attempt };
}

describe('the span of an attempt', () => {
  it('follows the GenAI conventions, and numbers the attempts of a call', () => {
    const { tracing, attempt, call } = open();
    attempt()?.end();
    attempt()?.end();
    expect(tracing.spans[0]).toMatchObject({
      name: 'chat gpt-4o',
      kind: 'client',
      parentSpanId: call.span?.context.spanId,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'azure.ai.openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.max_tokens': 5,
        'http.request.method': 'POST',
        'url.scheme': 'https',
        'url.path': '/openai/v1/chat/completions',
        'server.address': 'east.example',
        'server.port': 443,
        'sluice.attempt.number': 1,
        'sluice.breaker.state': 'closed',
      },
    });
    expect(tracing.spans[1]?.attributes['sluice.attempt.number']).toBe(2);
  });

  it('has an id to send up though its trace is not kept', () => {
    const { tracing, attempt, call } = open(0);
    const span = attempt();
    expect(span?.context).toMatchObject({ traceId: call.span?.context.traceId, isSampled: false });
    span?.end();
    expect(tracing.spans).toEqual([]);
  });

  it('is none where nothing is traced, and the attempt counts all the same', () => {
    const tally = createTally({ requestId: 'request-1' });
    const call = running.call({ tally });
    expect(openAttemptSpan({ operation: 'chat' }, deploymentOf(), call, running.parts)).toBeUndefined();
    expect(tally.attempts).toBe(1);
  });

  it('that failed says how, and not in the words of the upstream', () => {
    const { tracing, attempt } = open();
    const about = { status: 429, retryAfterMs: 1_500, upstreamRequestId: 'theirs-1' };
    endFailedAttempt(attempt(), new UpstreamFailure('throttled', 'walrus', about));
    endFailedAttempt(attempt(), new TypeError('walrus'));
    endFailedAttempt(undefined, new TypeError('walrus'));
    expect(tracing.spans).toMatchObject([
      {
        isFailed: true,
        attributes: {
          'http.response.status_code': 429,
          'sluice.failure': 'throttled',
          'error.type': 'throttled',
          'sluice.retry_after_ms': 1_500,
          'sluice.upstream_request_id': 'theirs-1',
        },
      },
      { isFailed: true, attributes: { 'sluice.failure': 'bug' } },
    ]);
    expect(JSON.stringify(tracing.spans)).not.toContain('walrus');
  });
});

describe('what an answer says of its attempt', () => {
  it('is its model, why it ended and what it took', () => {
    const usage = { promptTokens: 3, completionTokens: 4, totalTokens: 7, cachedTokens: 1, estimated: false };
    const json = { model: 'gpt-4o-2024-08-06', choices: [{ finish_reason: 'stop' }, { finish_reason: 'length' }] };
    expect(wholeAnswerAttributes(json, usage)).toEqual({
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.output_tokens': 4,
      'gen_ai.usage.cache_read.input_tokens': 1,
      'gen_ai.usage.reasoning.output_tokens': undefined,
    });
  });

  it('is nothing that is not a name', () => {
    const json = { model: 'what the user said', choices: [{ finish_reason: { text: 'walrus' } }, 7] };
    expect(Object.values(wholeAnswerAttributes(json, undefined)).filter((value) => value !== undefined)).toEqual([]);
    expect(Object.values(answerAttributes({})).filter((value) => value !== undefined)).toEqual([]);
  });
});
