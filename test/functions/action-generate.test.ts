import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-generate.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-generate', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({
      name: 'action-generate',
      route: undefined,
      methods: ['POST'],
      authLevel: 'function',
    });
  });

  it('generates an answer for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-generate', {
      body: { model: 'gpt-4o', prompt: 'Hello', maxTokens: 5 },
      key: undefined,
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([
      200,
      { provider: 'azure-openai', deployment: 'chat-east' },
    ]);
  });
});
