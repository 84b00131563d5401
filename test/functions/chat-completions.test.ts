import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/chat-completions.ts'));
});
afterAll(() => app.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

describe('the function chat-completions', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'chat-completions',
      route: 'v1/chat/completions',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/v1/chat/completions', { key: undefined, body: chat });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('completes a chat, whole', async () => {
    const answer = await app.call('/v1/chat/completions', { body: chat });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-east');
    expect(await jsonOf(answer)).toMatchObject({ object: 'chat.completion', choices: [{ index: 0 }] });
  });

  it('completes a chat as an event stream', async () => {
    const answer = await app.call('/v1/chat/completions', { body: { ...chat, stream: true } });
    expect(answer.headers.get('content-type')).toMatch('text/event-stream');
    expect(await answer.text()).toMatch(/^data: [^]*\ndata: \[DONE\]\n\n$/);
  });

  it('keeps the upstream’s status of a failure that comes before any output', async () => {
    const remove = app.simulator.inject({ fault: { kind: 'status', body: 'length-400' } });
    const answer = await app.call('/v1/chat/completions', { body: { ...chat, stream: true } });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'context_length_exceeded']);
    remove();
  });

  it('cuts a stream that broke, so that it does not look whole', async () => {
    const remove = app.simulator.inject({ fault: { kind: 'cut-after', chunks: 4, how: 'reset' } });
    const answer = await app.call('/v1/chat/completions', { body: { ...chat, stream: true } });
    let text = '';
    const reading = async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    };
    await expect(reading()).rejects.toThrow('terminated');
    expect(text).toMatch(/data: \{"error":.*\}\n\n$/);
    remove();
  });
});
