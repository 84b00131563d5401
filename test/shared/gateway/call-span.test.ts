import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteRecord, withCallSpan } from '../../../shared/gateway/call-span.ts';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { usageRecord } from '../../setup/usage-record.ts';

let running: GatewayParts;
beforeAll(async () => {
  running = await startGatewayParts();
});
afterAll(() => running.stop());

const chat = { operation: 'chat', model: 'gpt-4o', stream: false };

function begin(operation = chat, members: object = {}) {
  const tracing = recordedTracing();
  const span = tracing.begin('POST /x', 'server', undefined);
  const { call, letGo } = withCallSpan(operation, running.call({ span, ...members }), running.parts);
  const tally = { ...createTally(call), letSpanGo: letGo };
  return { tracing, span, call: { ...call, tally }, letGo };
}

describe('the span of a call', () => {
  it("is its request's, which waits for the record", () => {
    const { tracing, span, call } = begin();
    expect(call.span).toBe(span);
    span.end();
    expect(tracing.spans).toEqual([]);
    noteRecord(usageRecord({ deployment: 'chat-east', costNanoDollars: 2_000_000, attempts: 2 }), call, {
      'sluice.degraded': undefined,
    });
    expect(tracing.spans).toMatchObject([
      {
        name: 'POST /x',
        isFailed: false,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'sluice.model': 'gpt-4o',
          'sluice.caller': 'tests',
          'sluice.request_id': 'request-1',
          'sluice.outcome': 'completed',
          'sluice.deployment': 'chat-east',
          'sluice.attempts': 2,
          'sluice.cost_usd': 0.002,
        },
      },
    ]);
  });

  it('is one of its own where the request makes several, and ends with the record', () => {
    const { tracing, span, call } = begin(chat, { isPart: true });
    noteRecord(usageRecord(), call);
    expect(call.isPart).toBe(false);
    expect(tracing.spans).toMatchObject([{ name: 'chat gpt-4o', kind: 'internal', parentSpanId: span.context.spanId }]);
  });

  it('goes without a record when there will be none', () => {
    const { tracing, span, letGo } = begin();
    span.end();
    letGo();
    expect(tracing.spans).toHaveLength(1);
  });

  it('names a model by its alias in the gateway file, and nothing that a caller made up', () => {
    for (const [model, named] of [
      ['gpt-4o', 'gpt-4o'],
      ['chat-east', 'gpt-4o'],
      ['my password is walrus', 'unknown'],
    ] as const) {
      const { tracing, span, letGo } = begin({ ...chat, model });
      span.end();
      letGo();
      expect(tracing.spans[0]?.attributes['sluice.model']).toBe(named);
    }
  });

  it.each([
    [{ outcome: 'refused', errorCode: 'upstream_failed', status: 502 }, true],
    [{ outcome: 'cut', errorCode: 'upstream_malformed', status: 200 }, true],
    [{ outcome: 'refused', errorCode: 'rate_limit_exceeded', status: 429 }, false],
    [{ outcome: 'completed', errorCode: null, status: 200 }, false],
  ] as const)('of %j is failed: %s', (record, isFailed) => {
    const { tracing, span, call } = begin();
    noteRecord(usageRecord(record), call);
    span.end();
    expect(tracing.spans[0]?.isFailed).toBe(isFailed);
  });

  it('is none where nothing is traced', () => {
    const plain = running.call();
    const { call, letGo } = withCallSpan(chat, plain, running.parts);
    expect(call).toBe(plain);
    letGo();
    noteRecord(usageRecord(), call);
  });
});
