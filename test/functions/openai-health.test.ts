import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/openai-health.ts'));
});
afterAll(() => app.stop());

describe('the function openai-health', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'openai-health',
      route: 'openai/health',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/health', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('tells how every deployment fares', async () => {
    const { deployments, limits } = await jsonOf(await app.call('/openai/health'));
    expect(limits).toMatchObject({ store: 'up', whenStoreIsDown: 'local-share', untold: 0, waiting: 0 });
    expect(deployments.map(({ name }: { name: string }) => name)).toEqual([
      'chat-east',
      'chat-west',
      'mini-east',
      'mini-west',
      'embed-east',
    ]);
    expect(deployments[0]).toMatchObject({ status: 'unused', requestCount: 0, errorRate: 0, credential: 'ok' });
  });
});
