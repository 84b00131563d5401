import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

const [plain, admin] = [createGatewayKey(randomBytes), createGatewayKey(randomBytes)];
const keysOf = ({ id, sha256 }: typeof plain) => ({ keys: [{ id, sha256 }] });

let app: FunctionApp;
beforeAll(async () => {
  app = await startFunctionApp(() => import('../../functions/openai-health.ts'), {
    members: {
      callers: { plain: { ...keysOf(plain), models: ['gpt-4o-mini'] }, admin: { ...keysOf(admin), admin: true } },
    },
  });
});
afterAll(() => app.stop());

describe('the function openai-health', () => {
  it('is open to any caller who brings a gateway key', async () => {
    expect(app.registered).toEqual({
      name: 'openai-health',
      route: 'openai/health',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    const refused = await app.call('/openai/health', { key: undefined });
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([401, 'invalid_api_key']);
  });

  it('tells how every deployment of the caller’s models fares, and of nothing that all share', async () => {
    const { deployments, ...rest } = await jsonOf(await app.call('/openai/health', { key: plain.key }));
    expect(deployments.map(({ name }: { name: string }) => name)).toEqual(['mini-east', 'mini-west']);
    expect(deployments[0]).toMatchObject({ status: 'unused', requestCount: 0, errorRate: 0, credential: 'ok' });
    expect(rest).toEqual({});
  });

  it('tells an admin caller of all deployments, of limits and of usage', async () => {
    const { deployments, ...rest } = await jsonOf(await app.call('/openai/health', { key: admin.key }));
    expect(deployments.map(({ name }: { name: string }) => name)).toEqual([
      'chat-east',
      'chat-west',
      'mini-east',
      'mini-west',
      'embed-east',
    ]);
    expect(rest).toMatchObject({
      store: 'none',
      limits: { store: 'up', whenStoreIsDown: 'local-share', untold: 0, waiting: 0 },
      usage: { status: 'ok', inMemory: 0, spooledSegments: 0, lost: 0 },
    });
  });
});
