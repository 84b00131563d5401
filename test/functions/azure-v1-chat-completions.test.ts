import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-v1-chat-completions.ts'));
});
afterAll(() => app.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

describe('the function azure-v1-chat-completions', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-v1-chat-completions',
      route: 'openai/v1/chat/completions',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/v1/chat/completions', { key: undefined, body: chat });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('completes a chat, whole', async () => {
    const answer = await app.call('/openai/v1/chat/completions', { body: chat });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-east');
    expect(await jsonOf(answer)).toMatchObject({ object: 'chat.completion', choices: [{ index: 0 }] });
  });

  it('completes a chat as an event stream', async () => {
    const answer = await app.call('/openai/v1/chat/completions', { body: { ...chat, stream: true } });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(await answer.text()).toMatch(/^data: [^]*\ndata: \[DONE\]\n\n$/);
  });

  it.each(['', '?api-version=v1', '?api-version=preview'])('takes its own api versions (%s)', async (query) => {
    expect((await app.call(`/openai/v1/chat/completions${query}`, { body: chat })).status).toBe(200);
  });

  it('refuses a dated api version', async () => {
    const answer = await app.call('/openai/v1/chat/completions?api-version=2024-10-21', { body: chat });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'unsupported_api_version']);
  });
});
