import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/health-ready.ts'));
});
afterAll(() => app.stop());

describe('the function health-ready', () => {
  it('is open to anyone', () => {
    expect(app.registered).toEqual({
      name: 'health-ready',
      route: 'health/ready',
      methods: ['GET', 'HEAD'],
      authLevel: 'anonymous',
    });
  });

  it('answers 503 and says what is wrong when no upstream answers', async () => {
    const { east, west } = app.simulator.resources;
    await Promise.all([east?.stop(), west?.stop()]);
    const answer = await app.call('/health/ready', { key: undefined });
    expect(answer.status).toBe(503);
    expect(await jsonOf(answer)).toEqual({
      ready: false,
      jobs: 'off',
      checks: { settings: 'ok', secrets: 'ok', upstream: 'failed' },
    });
    await Promise.all([east?.start(), west?.start()]);
  });

  it('answers 200 when it can serve', async () => {
    // Looked at anew at most every five seconds; a module of its own has not looked yet.
    const { worker } = await import('../../functions/app.ts');
    const { healthReady } = await import('../../functions/health-ready.ts');
    const { createGateway } = await import('../../shared/gateway/gateway.ts');
    const { createSettingSource } = await import('../../shared/secrets/setting-source.ts');
    const { SecretValue } = await import('../../shared/secret-value.ts');
    const gateway = createGateway(app.config, {
      log: worker.log,
      credentialOf: ({ name }) => createSettingSource(new SecretValue((name.endsWith('east') ? 'e' : 'w').repeat(32))),
    });
    const { gone } = { gone: new AbortController().signal };
    const arrival = {
      headers: {},
      url: '/health/ready',
      method: 'GET',
      gone,
      body: async () => new Uint8Array(),
      writable: () => undefined,
      abort: async () => {},
    };
    const exchange = {
      requestId: 'r',
      path: ['health', 'ready'],
      query: new URLSearchParams(),
      arrival,
      readJson: async () => ({}),
    };
    expect(await healthReady(exchange, gateway)).toMatchObject({
      status: 200,
      body: expect.stringContaining('"ready":true'),
    });
    await gateway.close();
  });
});
