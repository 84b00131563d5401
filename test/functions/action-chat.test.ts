import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-chat.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-chat', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({ name: 'action-chat', route: undefined, methods: ['POST'], authLevel: 'function' });
  });

  it('completes a chat for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-chat', {
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 },
      key: undefined,
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { object: 'chat.completion' }]);
  });

  it('refuses to stream', async () => {
    const answer = await app.call('/action-chat', {
      body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], stream: true },
    });
    expect([answer.status, (await jsonOf(answer)).error]).toMatchObject([
      400,
      { code: 'invalid_request', param: 'stream' },
    ]);
  });
});
