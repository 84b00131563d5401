import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/batch.ts'));
});
afterAll(() => app.stop());

describe('the function batch', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({ name: 'batch', route: 'v1/batch', methods: ['POST'], authLevel: 'anonymous' });
    const refused = await app.call('/v1/batch', { method: 'POST', body: {}, key: undefined });
    expect(refused.status).toBe(401);
  });

  it('serves a batch', async () => {
    const answer = await app.call('/v1/batch', {
      body: { requests: [{ id: 'a', body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] } }] },
    });
    expect(await jsonOf(answer)).toMatchObject({
      object: 'batch',
      results: [{ index: 0, id: 'a', status: 200 }],
      summary: { total: 1, succeeded: 1 },
    });
  });

  it('refuses a body that is none', async () => {
    const answer = await app.call('/v1/batch', { body: {} });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'invalid_request']);
  });
});
