import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }] };

describe.each([false, true])('on a host that keeps the caller’s invocation id: %s', (keepInvocationId) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ host: { keepInvocationId } });
  });
  afterAll(() => app.stop());
  afterEach(() => app.simulator.reset());

  const planted = () => JSON.stringify({ authorization: `Bearer ${app.key}` });
  const withoutKey = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('a query that plants Headers does not make a caller of anyone', async () => {
    const response = await withoutKey(`/v1/chat/completions?Headers=${encodeURIComponent(planted())}`, chat);
    expect(response.status).toBe(401);
    expect(app.simulator.counts().calls).toBe(0);
  });

  it.each(['Headers', 'headers', 'HEADERS'])('nor does a body that plants %s', async (name) => {
    const response = await withoutKey('/v1/chat/completions', { ...chat, [name]: JSON.parse(planted()) });
    expect(response.status).toBe(401);
  });

  it('a query that empties the headers does not take a caller’s key away', async () => {
    const response = await app.post('/v1/chat/completions?headers=1', chat);
    expect(response.status).toBe(200);
  });

  it('a query or body that plants a route value does not change the path', async () => {
    const path = '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21';
    const response = await app.post(`${path}&deployment=gpt-4o-mini&Deployment=gpt-4o-mini`, {
      ...chat,
      deployment: 'gpt-4o-mini',
    });
    expect(response.headers.get('x-sluice-deployment')).toBe('chat-east');
  });

  it('a planted header with a name that is none is answered, not left waiting', async () => {
    const startedMs = performance.now();
    const response = await withoutKey('/v1/chat/completions?Headers={"x y":"1"}', chat);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('a caller’s own x-ms-invocation-id changes nothing about who the caller is', async () => {
    const id = { 'x-ms-invocation-id': '00000000-0000-0000-0000-000000000000' };
    const stranger = await withoutKey('/v1/chat/completions', chat, id);
    expect([400, 401]).toContain(stranger.status);
    const known = await app.post('/v1/chat/completions', chat, { headers: id });
    expect(known.status).toBe(keepInvocationId ? 400 : 200);
    // The next caller is served as if nothing had been.
    expect((await app.post('/v1/chat/completions', chat)).status).toBe(200);
  }, 20_000);
});

describe('bad input', () => {
  let app: RunningApp;
  beforeEach(async () => {
    app = await startApp({ env: { SLUICE_MAX_BODY_BYTES: '100000' } });
  });
  afterEach(() => app.stop());

  it.each<[string, string, number, string]>([
    ['no JSON', '{"model":', 400, 'invalid_json'],
    ['an empty body', '', 400, 'invalid_json'],
    ['a list', '[]', 400, 'invalid_request'],
    ['null', 'null', 400, 'invalid_request'],
    ['no messages', '{"model":"gpt-4o"}', 400, 'invalid_request'],
    ['a messages member of another type', '{"model":"gpt-4o","messages":7}', 400, 'invalid_request'],
    ['a prototype', '{"__proto__":{"model":"gpt-4o"},"messages":[]}', 400, 'invalid_request'],
    ['no model', '{"messages":[{"role":"user","content":"x"}]}', 400, 'invalid_request'],
    ['too much', JSON.stringify({ ...chat, padding: 'x'.repeat(200_000) }), 413, 'request_too_large'],
  ])('of %s has a clear answer, never 500', async (_what, body, status, code) => {
    for (const path of ['/v1/chat/completions', '/openai/v1/chat/completions']) {
      const response = await app.post(path, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: { code } });
    }
  });

  it('is refused by name for an operation an API version lacks, an unknown version and an unknown route', async () => {
    const codeOf = async (path: string) => {
      const response = await app.post(path, chat);
      const body: unknown = await response.json();
      return [response.status, body];
    };
    expect(await codeOf('/openai/deployments/gpt-4o/chat/completions')).toMatchObject([
      400,
      { error: { code: 'unsupported_api_version' } },
    ]);
    expect(await codeOf('/openai/deployments/gpt-4o/chat/completions?api-version=2022-12-01')).toMatchObject([
      400,
      { error: { code: 'unsupported_operation' } },
    ]);
    expect(await codeOf('/openai/responses?api-version=2024-10-21')).toMatchObject([
      400,
      { error: { code: 'unsupported_operation' } },
    ]);
    expect(await codeOf('/v1/nothing')).toMatchObject([404, { error: { code: 'route_not_found' } }]);
  });

  it('of a path that climbs stays a name', async () => {
    const response = await app.post(
      '/openai/deployments/..%2F..%2Fsecrets/chat/completions?api-version=2024-10-21',
      chat,
    );
    expect(response.status).toBe(404);
    expect(app.simulator.counts().calls).toBe(0);
  });
});
