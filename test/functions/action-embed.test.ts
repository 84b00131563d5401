import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-embed.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-embed', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({
      name: 'action-embed',
      route: undefined,
      methods: ['POST'],
      authLevel: 'function',
    });
  });

  it('embeds a text for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-embed', {
      body: { model: 'text-embedding-3-small', input: 'Hello' },
      key: undefined,
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { object: 'list', data: [{ index: 0 }] }]);
  });
});
