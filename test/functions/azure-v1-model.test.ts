import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-v1-model.ts'));
});
afterAll(() => app.stop());

describe('the function azure-v1-model', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-v1-model',
      route: 'openai/v1/models/{model}',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/v1/models/gpt-4o', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('describes one model by its alias', async () => {
    const answer = await app.call('/openai/v1/models/gpt-4o-mini');
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toMatchObject({ id: 'gpt-4o-mini', object: 'model' });
  });

  it('does not know another', async () => {
    const answer = await app.call('/openai/v1/models/gpt-nothing');
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([404, 'model_not_found']);
  });

  it('refuses a dated api version', async () => {
    expect((await app.call('/openai/v1/models/gpt-4o?api-version=2024-10-21')).status).toBe(400);
  });
});
