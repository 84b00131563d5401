import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('a path of the app', () => {
  it.each(['/health', '/health/ready', '/docs', '/openapi.json'])('%s answers HEAD without a body', async (path) => {
    const answer = await fetch(app.url + path, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('content-type')).toMatch(/json|html/);
  });

  it.each([
    ['GET', '/v1/chat/completions', 'POST'],
    ['DELETE', '/v1/models', 'GET'],
    ['PUT', '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', 'POST'],
  ])('asked with %s %s names the method it takes', async (method, path, allowed) => {
    const answer = await fetch(app.url + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    expect(await answer.json()).toMatchObject({
      error: { code: 'method_not_allowed', message: expect.stringContaining(`Send ${allowed} to `) },
    });
  });

  it.each([
    ['HEAD', '/v1/chat/completions', 'POST'],
    ['HEAD', '/openai/health', 'GET'],
    ['OPTIONS', '/v1/jobs/job_1', 'DELETE, GET'],
    ['OPTIONS', '/health', 'GET, HEAD'],
    ['OPTIONS', '/action-chat', 'POST'],
  ])('asked with %s %s names the methods it takes, and allows no origin', async (method, path, allowed) => {
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST' };
    const answer = await fetch(app.url + path, { method, headers });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await answer.text()) === '').toBe(method === 'HEAD');
  });

  it('that is not served is answered with where to look', async () => {
    expect(await (await app.post('/v1/completions', {})).json()).toMatchObject({
      error: { message: 'Sluice does not serve completions; use /v1/chat/completions.' },
    });
    expect(await (await app.post('/v1/nonsense', {})).json()).toMatchObject({
      error: { code: 'route_not_found', message: expect.stringContaining('GET /docs') },
    });
  });
});
