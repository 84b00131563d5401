import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/action-summarise.ts'), {
    members: { functionKeyCaller: 'tests' },
  });
});
afterAll(() => app.stop());

describe('the function action-summarise', () => {
  it('has no route and asks for a function key', () => {
    expect(app.registered).toEqual({
      name: 'action-summarise',
      route: undefined,
      methods: ['POST'],
      authLevel: 'function',
    });
  });

  it('summarises a text for the caller that function keys stand for', async () => {
    const answer = await app.call('/action-summarise', {
      body: { model: 'gpt-4o', text: 'A short text.' },
      key: undefined,
    });
    expect([answer.status, await jsonOf(answer)]).toMatchObject([200, { object: 'summary', parts: 1 }]);
  });

  it('refuses to stream', async () => {
    const answer = await app.call('/action-summarise', {
      body: { model: 'gpt-4o', text: 'A short text.', stream: true },
    });
    expect([answer.status, (await jsonOf(answer)).error]).toMatchObject([
      400,
      { code: 'invalid_request', param: 'stream' },
    ]);
  });
});
