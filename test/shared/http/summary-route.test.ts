import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { answerSummary } from '../../../shared/http/summary-route.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { callFunction } from '../../setup/call-function.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let gateway: Gateway;
beforeEach(async () => {
  running = await startGatewayParts();
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
afterEach(async () => {
  await gateway.close();
  await running.stop();
});

function ask(body: object, headers: Record<string, string> = {}) {
  const worker = { gateway, log: running.log, maxBodyBytes: 10_000, now: Date.now, newRequestId: () => 'new-id' };
  return callFunction((arrivals) => endpoint((exchange) => answerSummary(exchange, gateway), { ...worker, arrivals }), {
    path: '/v1/summaries',
    headers: { 'api-key': running.key, ...headers },
    body,
  });
}

const request = { model: 'gpt-4o', text: 'A short text.' };

describe('answerSummary', () => {
  it('answers whole', async () => {
    const { status, text } = await ask(request);
    expect([status, JSON.parse(text)]).toMatchObject([200, { object: 'summary', parts: 1, rounds: 1 }]);
  });

  it('answers as an event stream', async () => {
    const { text, cuts } = await ask({ ...request, stream: true });
    expect(text.match(/^event: .*$/gm)).toEqual(['event: progress', 'event: progress', 'event: summary']);
    expect(cuts).toBe(0);
  });

  it('ends a stream that fails with an error event and a cut', async () => {
    running.simulator.inject({ fault: { kind: 'status', body: 'filter-400' } });
    const { status, text, cuts } = await ask({ ...request, stream: true });
    expect([status, cuts]).toEqual([200, 1]);
    expect(text).toMatch(/event: error\ndata: \{"error":\{[^\n]*"code":"content_filter"[^\n]*\n\n$/);
  });

  it('has no dry run', async () => {
    expect((await ask(request, { 'x-sluice-dry-run': 'true' })).status).toBe(400);
    expect(running.simulator.counts().calls).toBe(0);
  });
});
