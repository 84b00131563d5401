import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/models.ts'));
});
afterAll(() => app.stop());

describe('the function models', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({ name: 'models', route: 'v1/models', methods: ['GET'], authLevel: 'anonymous' });
    const refused = await app.call('/v1/models', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('lists the models of the gateway file', async () => {
    const { object, data } = await jsonOf(await app.call('/v1/models'));
    expect(object).toBe('list');
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect(data[0]).toMatchObject({ object: 'model', owned_by: 'sluice', health: 'unknown' });
  });

  it('filters and pages as the query asks', async () => {
    const { data } = await jsonOf(await app.call('/v1/models?capability=embeddings&limit=1'));
    expect(data.map(({ id }: { id: string }) => id)).toEqual(['text-embedding-3-small']);
    expect((await app.call('/v1/models?limit=nonsense')).status).toBe(400);
  });
});
