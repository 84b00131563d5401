import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { answerGenerate, answerGenerateStream } from '../../../shared/http/generate-route.ts';
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

function ask(route: typeof answerGenerate, body: object) {
  const worker = { gateway, log: running.log, maxBodyBytes: 10_000, now: Date.now, newRequestId: () => 'new-id' };
  return callFunction((arrivals) => endpoint((exchange) => route(exchange, gateway), { ...worker, arrivals }), {
    path: '/ai/generate',
    headers: { 'api-key': running.key },
    body,
  });
}

const request = { model: 'gpt-4o', prompt: 'Hello', maxTokens: 5 };

describe('answerGenerate', () => {
  it('answers whole, with the headers of a served call', async () => {
    const answer = await ask(answerGenerate, request);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-east');
    expect(JSON.parse(answer.text)).toMatchObject({ provider: 'azure-openai', requestId: 'new-id' });
  });

  it('refuses a body that is no such request', async () => {
    const answer = await ask(answerGenerate, { model: 'gpt-4o' });
    expect([answer.status, JSON.parse(answer.text).error.param]).toEqual([400, 'messages']);
  });
});

describe('answerGenerateStream', () => {
  it('answers as an event stream of named events', async () => {
    const answer = await ask(answerGenerateStream, request);
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(answer.text).toMatch(/^event: delta\n[^]*event: done\ndata: [^\n]+\n\n$/);
  });
});
