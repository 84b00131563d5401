import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { answerBatch } from '../../../shared/http/batch-route.ts';
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
  return callFunction((arrivals) => endpoint((exchange) => answerBatch(exchange, gateway), { ...worker, arrivals }), {
    path: '/v1/batch',
    headers: { 'api-key': running.key, ...headers },
    body,
  });
}

const requests = [
  { id: 'a', body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 } },
  { id: 'b', body: {} },
];

describe('answerBatch', () => {
  it('answers with all results in order, and 200 whatever became of them', async () => {
    const { status, text } = await ask({ requests });
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      {
        object: 'batch',
        results: [
          { index: 0, id: 'a', status: 200, deployment: 'chat-east', body: { object: 'chat.completion' } },
          { index: 1, id: 'b', status: 400, error: { param: 'messages' } },
        ],
        summary: { total: 2, succeeded: 1, failed: 1, skipped: 0 },
      },
    ]);
  });

  it('answers with a line for each as it comes, and a last one that counts them', async () => {
    const { headers, text, cuts } = await ask({ requests }, { accept: 'application/x-ndjson' });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { object: 'batch.result', index: 1, id: 'b', progress: { done: 1, total: 2 } },
      { object: 'batch.result', index: 0, id: 'a', progress: { done: 2, total: 2 } },
      { object: 'batch.summary', succeeded: 1, failed: 1 },
    ]);
    expect(cuts).toBe(0);
  });

  it('has no dry run', async () => {
    expect((await ask({ requests }, { 'x-sluice-dry-run': 'true' })).status).toBe(400);
    expect(running.simulator.counts().calls).toBe(0);
  });
});
