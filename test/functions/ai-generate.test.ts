import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/ai-generate.ts'));
});
afterAll(() => app.stop());

const request = { model: 'gpt-4o', prompt: 'Hello', maxTokens: 5 };

describe('the function ai-generate', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'ai-generate',
      route: 'ai/generate',
      methods: ['POST'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/ai/generate', { key: undefined, body: request });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('generates an answer, whole', async () => {
    const answer = await app.call('/ai/generate', { body: request });
    expect(answer.headers.get('x-sluice-deployment')).toBe('chat-east');
    expect(await jsonOf(answer)).toMatchObject({ provider: 'azure-openai', deployment: 'chat-east', model: 'gpt-4o' });
  });
});
