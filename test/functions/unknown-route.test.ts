import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/unknown-route.ts'));
});
afterAll(() => app.stop());

const refusalOf = async (path: string, method = 'POST') => {
  const answer = await app.call(path, { method, key: undefined });
  return { status: answer.status, error: (await jsonOf(answer)).error };
};

describe('the function zz-unknown-route', () => {
  it('takes every path, behind every other function', () => {
    expect(app.registered).toMatchObject({ route: '{*path}', authLevel: 'anonymous' });
    expect(app.registered.name.localeCompare('yy')).toBe(1);
    expect(app.registered.methods).toEqual(
      expect.arrayContaining(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    );
  });

  it.each(['GET', 'POST', 'DELETE'])('answers %s on an unknown path with a 404 in OpenAI’s shape', async (method) => {
    const { status, error } = await refusalOf('/v1/nonsense', method);
    expect([status, error.code, error.type]).toEqual([404, 'route_not_found', 'invalid_request_error']);
    expect(error.message).toContain('GET /docs');
  });

  it('answers 405 with what is allowed where the path is served with other methods', async () => {
    const refused = await app.call('/v1/chat/completions', { method: 'GET', key: undefined });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await jsonOf(refused)).error).toMatchObject({
      code: 'method_not_allowed',
      message: 'Send POST to /v1/chat/completions.',
    });
  });

  it.each(['HEAD', 'OPTIONS'])('answers %s the same, and lets no other origin in', async (method) => {
    const refused = await app.call('/v1/embeddings', {
      method,
      key: undefined,
      headers: { origin: 'https://a.example' },
    });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await refused.text()) === '').toBe(method === 'HEAD');
    const unknown = await app.call('/v1/nonsense', { method, key: undefined });
    expect([unknown.status, unknown.headers.get('allow')]).toEqual([404, null]);
  });

  it('says what to use instead of an operation that is not served', async () => {
    const { status, error } = await refusalOf('/v1/responses');
    expect([status, error.message]).toEqual([404, 'Sluice does not serve responses; use /v1/chat/completions.']);
  });

  it('names the api version that lacks an operation', async () => {
    const { status, error } = await refusalOf('/openai/deployments/x/chat/completions?api-version=1999-01-01');
    expect([status, error.code]).toEqual([400, 'unsupported_api_version']);
  });
});
