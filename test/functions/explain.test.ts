import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/explain.ts'));
});
afterAll(() => app.stop());

describe('the function explain', () => {
  it('is for callers who bring a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'explain',
      route: 'v1/explain',
      methods: expect.arrayContaining(['GET']),
      authLevel: 'anonymous',
    });
    const refused = await app.call('/v1/explain?model=gpt-4o', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('explains which deployments would serve a model', async () => {
    const { model, tiers } = await jsonOf(await app.call('/v1/explain?model=gpt-4o'));
    expect(model).toBe('gpt-4o');
    expect(tiers).toMatchObject([{ deployments: [{ deployment: 'chat-east' }, { deployment: 'chat-west' }] }]);
    expect(app.simulator.counts().calls).toBe(0);
  });

  it.each(['/v1/explain', '/v1/explain?model='])('asks for the model: %s', async (path) => {
    const answer = await app.call(path);
    expect([answer.status, (await jsonOf(answer)).error]).toMatchObject([
      400,
      { code: 'invalid_request', param: 'model' },
    ]);
  });

  it('does not know what is not configured', async () => {
    expect((await app.call('/v1/explain?model=gpt-9')).status).toBe(404);
  });

  it('says what would become of a chat, and sends nothing', async () => {
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] };
    expect(await jsonOf(await app.call('/v1/explain', { body }))).toMatchObject({
      object: 'dry_run',
      deployment: 'chat-east',
    });
    expect(app.simulator.counts().calls).toBe(0);
  });
});
