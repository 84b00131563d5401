import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-models.ts'));
});
afterAll(() => app.stop());

describe('the function azure-models', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-models',
      route: 'openai/models',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/models?api-version=2024-10-21', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('lists the models in the form of the dated surface', async () => {
    const { data } = await jsonOf(await app.call('/openai/models?api-version=2024-10-21'));
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect(data[0].capabilities).toMatchObject({ chat_completion: true, embeddings: false });
  });

  it('wants an api version', async () => {
    expect((await app.call('/openai/models')).status).toBe(400);
  });
});
