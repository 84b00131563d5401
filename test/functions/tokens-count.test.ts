import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/tokens-count.ts'));
});
afterAll(() => app.stop());

describe('the function tokens-count', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'tokens-count',
      route: 'v1/tokens/count',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/v1/tokens/count', { method: 'POST', body: {}, key: undefined });
    expect(refused.status).toBe(401);
  });

  it('counts a text, and refuses a question for two things at once', async () => {
    const ask = (body: object) => app.call('/v1/tokens/count', { method: 'POST', body });
    expect(await jsonOf(await ask({ model: 'gpt-4o', text: 'Hello' }))).toMatchObject({
      object: 'token_count',
      tokens: 1,
    });
    const refused = await ask({ model: 'gpt-4o', text: 'Hello', input: 'Hello' });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([400, 'invalid_request']);
  });
});
