import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/summaries.ts'));
});
afterAll(() => app.stop());

describe('the function summaries', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'summaries',
      route: 'v1/summaries',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/v1/summaries', { method: 'POST', body: {}, key: undefined });
    expect(refused.status).toBe(401);
  });

  it('summarises a text', async () => {
    const answer = await app.call('/v1/summaries', { body: { model: 'gpt-4o', text: 'A short text.' } });
    expect(await jsonOf(answer)).toMatchObject({ object: 'summary', parts: 1, rounds: 1 });
  });

  it('refuses a body that is none', async () => {
    const answer = await app.call('/v1/summaries', { body: {} });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'invalid_request']);
  });
});
