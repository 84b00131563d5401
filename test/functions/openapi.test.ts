import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

describe('GET /openapi.json', () => {
  let app: FunctionApp;
  beforeAll(async () => {
    app = await startFunctionApp(() => import('../../functions/openapi.ts'));
  });
  afterAll(() => app.stop());

  it('is registered, and asks nobody for a key', () => {
    expect(app.registered).toEqual({
      name: 'openapi',
      route: 'openapi.json',
      methods: ['GET', 'HEAD', 'OPTIONS'],
      authLevel: 'anonymous',
    });
  });

  it('is the OpenAPI document, for pages of any origin', async () => {
    const answer = await app.call('/openapi.json', { key: undefined });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await jsonOf(answer)).toMatchObject({ openapi: '3.1.0', paths: { '/openapi.json': {} } });
  });

  it('lets a browser ask first', async () => {
    const answer = await app.call('/openapi.json', { method: 'OPTIONS', key: undefined });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });
});
