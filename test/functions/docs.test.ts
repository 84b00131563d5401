import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

describe('GET /docs', () => {
  let app: FunctionApp;
  beforeAll(async () => {
    app = await startFunctionApp(() => import('../../functions/docs.ts'));
  });
  afterAll(() => app.stop());

  it('is registered, and asks nobody for a key', () => {
    expect(app.registered).toEqual({ name: 'docs', route: 'docs', methods: ['GET', 'HEAD'], authLevel: 'anonymous' });
  });

  it('is a page', async () => {
    const answer = await app.call('/docs', { key: undefined });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('<title>Sluice: API reference</title>');
  });
});
