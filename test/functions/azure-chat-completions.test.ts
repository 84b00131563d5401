import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-chat-completions.ts'));
});
afterAll(() => app.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

describe('the function azure-chat-completions', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-chat-completions',
      route: 'openai/deployments/{deployment}/chat/completions',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21', {
      key: undefined,
      body: chat,
    });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('completes a chat, whole', async () => {
    const answer = await app.call('/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21', {
      body: chat,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-sluice-deployment')).toBe('mini-east');
    expect(await jsonOf(answer)).toMatchObject({ object: 'chat.completion', choices: [{ index: 0 }] });
  });

  it('completes a chat as an event stream', async () => {
    const answer = await app.call('/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21', {
      body: { ...chat, stream: true },
    });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(await answer.text()).toMatch(/^data: [^]*\ndata: \[DONE\]\n\n$/);
  });

  it('serves a deployment by its own name as well, whatever model the body names', async () => {
    const path = '/openai/deployments/chat-west/chat/completions?api-version=2024-10-21';
    const answer = await app.call(path, { body: { ...chat, model: 'gpt-nothing' } });
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-west');
  });

  it.each(['', '?api-version=1999-01-01', '?api-version=v1'])('refuses the api version %j', async (query) => {
    const answer = await app.call(`/openai/deployments/gpt-4o/chat/completions${query}`, { body: chat });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'unsupported_api_version']);
  });
});
