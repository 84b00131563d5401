import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-count-tokens.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-count-tokens', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({
      name: 'action-count-tokens',
      route: undefined,
      methods: ['POST'],
      authLevel: 'function',
    });
  });

  it('counts the tokens of a text for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-count-tokens', { body: { model: 'gpt-4o', text: 'Hello' }, key: undefined });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { object: 'token_count', tokens: 1 }]);
  });
});
