import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-embeddings.ts'));
});
afterAll(() => app.stop());

const body = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 4 };

describe('the function azure-embeddings', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-embeddings',
      route: 'openai/deployments/{deployment}/embeddings',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21', {
      key: undefined,
      body,
    });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('embeds texts', async () => {
    const answer = await app.call('/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21', {
      body,
    });
    expect(answer.status).toBe(200);
    const { data, usage } = await jsonOf(answer);
    expect(data.map(({ embedding }: { embedding: number[] }) => embedding.length)).toEqual([4, 4]);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('goes by the deployment of the path', async () => {
    const answer = await app.call('/openai/deployments/nothing/embeddings?api-version=2024-10-21', { body });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([404, 'model_not_found']);
  });

  it('wants an api version', async () => {
    const answer = await app.call('/openai/deployments/text-embedding-3-small/embeddings', { body });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'unsupported_api_version']);
  });
});
