import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { answerChat } from '../../../shared/http/chat-route.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import { callFunction } from '../../setup/call-function.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let gateway: Gateway;
beforeEach(async () => {
  running = await startGatewayParts({ timeouts: { idleMs: 300 } });
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
afterEach(async () => {
  await gateway.close();
  await running.stop();
});

function ask(body: object, deployment?: string) {
  const worker = { gateway, log: running.log, maxBodyBytes: 10_000, now: Date.now, newRequestId: () => 'new-id' };
  return callFunction(
    (arrivals) => endpoint((exchange) => answerChat(exchange, gateway, deployment), { ...worker, arrivals }),
    {
      path: '/v1/chat/completions',
      headers: { 'api-key': running.key },
      body,
    },
  );
}

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

describe('answerChat', () => {
  it('answers whole', async () => {
    const answer = await ask(chat);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ object: 'chat.completion' });
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-east');
  });

  it('answers as an event stream', async () => {
    const answer = await ask({ ...chat, stream: true });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(answer.text).toMatch(/\[DONE\]\n\n$/);
    expect(answer.cuts).toBe(0);
  });

  it.each([chat, { ...chat, stream: true }])('answers a failure with its own status (%j)', async (body) => {
    running.simulator.inject({ fault: { kind: 'status', body: 'filter-400' } });
    const answer = await ask(body);
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, 'content_filter']);
  });

  it('ends a broken stream with an error event and a cut', async () => {
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 4, how: 'reset' } });
    const answer = await ask({ ...chat, stream: true });
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/data: \{"error":\{[^\n]*"code":"upstream_malformed"\}\}\n\n$/);
    expect(answer.cuts).toBe(1);
  });

  it('goes by the deployment of the path, whatever model the body names', async () => {
    const answer = await ask({ ...chat, model: 'gpt-nothing' }, 'gpt-4o-mini');
    expect(answer.headers.get('x-sluice-deployment')).toBe('mini-east');
  });

  it.each([
    ['no messages', { model: 'gpt-4o' }, 'messages'],
    ['no model', { messages: chat.messages }, 'model'],
    ['no number of choices', { ...chat, n: 0 }, 'n'],
  ])('refuses a body with %s', async (_what, body, param) => {
    const answer = await ask(body);
    expect([answer.status, JSON.parse(answer.text).error.param]).toEqual([400, param]);
    expect(running.simulator.counts().calls).toBe(0);
  });
});
