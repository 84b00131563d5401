import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/ai-providers-health.ts'), { models: ['gpt-4o-mini'] });
});
afterAll(() => app.stop());

describe('the function ai-providers-health', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'ai-providers-health',
      route: 'ai/providers/health',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/ai/providers/health', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('tells how each provider of the caller’s models fares', async () => {
    const { providers } = await jsonOf(await app.call('/ai/providers/health'));
    expect(providers).toMatchObject([{ provider: 'azure-openai', status: 'ok' }]);
    expect(providers[0].deployments.map(({ name }: { name: string }) => name)).toEqual(['mini-east', 'mini-west']);
  });
});
