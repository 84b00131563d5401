import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/messages-count-tokens.ts'));
});
afterAll(() => app.stop());

describe('the function messages-count-tokens', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'messages-count-tokens',
      route: 'v1/messages/count_tokens',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    expect((await app.call('/v1/messages/count_tokens', { method: 'POST', body: {}, key: undefined })).status).toBe(
      401,
    );
  });

  it('counts a chat in Anthropic’s form, and names what is missing', async () => {
    const ask = (body: object) => app.call('/v1/messages/count_tokens', { method: 'POST', body });
    const messages = [{ role: 'user', content: 'Hello, world!' }];
    expect(await jsonOf(await ask({ model: 'gpt-4o', messages }))).toEqual({ input_tokens: 11 });
    expect((await ask({ messages })).status).toBe(400);
  });
});
