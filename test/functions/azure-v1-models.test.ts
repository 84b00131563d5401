import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-v1-models.ts'));
});
afterAll(() => app.stop());

describe('the function azure-v1-models', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-v1-models',
      route: 'openai/v1/models',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/v1/models', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('lists the models of the gateway file', async () => {
    const { data } = await jsonOf(await app.call('/openai/v1/models'));
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
  });

  it('refuses a dated api version', async () => {
    expect((await app.call('/openai/v1/models?api-version=2024-10-21')).status).toBe(400);
  });
});
