import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/text-split.ts'));
});
afterAll(() => app.stop());

describe('the function text-split', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'text-split',
      route: 'v1/text/split',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/v1/text/split', { method: 'POST', body: {}, key: undefined });
    expect(refused.status).toBe(401);
  });

  it('splits a text', async () => {
    const answer = await app.call('/v1/text/split', { body: { model: 'gpt-4o', text: 'Hello', max_tokens: 4 } });
    expect(await jsonOf(answer)).toMatchObject({
      object: 'text.split',
      chunks: [{ index: 0, text: 'Hello', start: 0, end: 5, tokens: 1 }],
    });
  });

  it('refuses a body that is none', async () => {
    const answer = await app.call('/v1/text/split', { body: {} });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'invalid_request']);
  });
});
