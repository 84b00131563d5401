import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/azure-v1-embeddings.ts'));
});
afterAll(() => app.stop());

const body = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 4 };

describe('the function azure-v1-embeddings', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'azure-v1-embeddings',
      route: 'openai/v1/embeddings',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/v1/embeddings', { key: undefined, body });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('embeds texts', async () => {
    const answer = await app.call('/openai/v1/embeddings', { body });
    expect(answer.status).toBe(200);
    const { data, usage } = await jsonOf(answer);
    expect(data.map(({ embedding }: { embedding: number[] }) => embedding.length)).toEqual([4, 4]);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('refuses a dated api version', async () => {
    const answer = await app.call('/openai/v1/embeddings?api-version=2024-10-21', { body });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'unsupported_api_version']);
  });
});
