import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/ai-stream.ts'));
});
afterAll(() => app.stop());

const request = { model: 'gpt-4o', prompt: 'Hello', maxTokens: 5 };

describe('the function ai-stream', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'ai-stream',
      route: 'ai/stream',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/ai/stream', { key: undefined, body: request });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('generates an answer as an event stream that says when it is whole', async () => {
    const answer = await app.call('/ai/stream', { body: request });
    expect(await answer.text()).toMatch(/^event: delta\n[^]*event: usage\n[^]*event: done\n[^\n]+\n\n$/);
  });

  it('tells a failure in the middle as an event of its own, and cuts the stream', async () => {
    const remove = app.simulator.inject({ fault: { kind: 'cut-after', chunks: 4, how: 'reset' } });
    const answer = await app.call('/ai/stream', { body: request });
    let text = '';
    const reading = async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    };
    await expect(reading()).rejects.toThrow('terminated');
    expect(text).toMatch(/event: error\ndata: \{"error":[^\n]+\n\n$/);
    remove();
  });
});
