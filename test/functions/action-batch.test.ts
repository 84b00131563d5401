import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-batch.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-batch', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({
      name: 'action-batch',
      route: undefined,
      methods: ['POST'],
      authLevel: 'function',
    });
  });

  it('serves every request of a batch for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-batch', {
      body: {
        requests: [{ body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 } }],
      },
      key: undefined,
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { object: 'batch', summary: { succeeded: 1 } }]);
  });
});
