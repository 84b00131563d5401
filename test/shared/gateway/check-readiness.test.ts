import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { createReadinessCheck } from '../../../shared/gateway/check-readiness.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let nowMs = 1_000_000;
afterEach(() => running.stop());

async function start(options: GatewayPartsOptions = {}) {
  running = await startGatewayParts({ now: () => nowMs, ...options });
  return createReadinessCheck(running.parts);
}

const ok = { ready: true, checks: { settings: 'ok', secrets: 'ok', upstream: 'ok' } };

describe('createReadinessCheck', () => {
  it('is ready where the resources answer, each asked once and at no cost', async () => {
    const check = await start();
    expect(await check()).toEqual(ok);
    const calls = running.simulator.ledger();
    expect(calls.map(({ resource, operation }) => `${resource} ${operation}`).toSorted()).toEqual([
      'east models',
      'west models',
    ]);
  });

  it('is ready while one resource of several answers', async () => {
    const check = await start();
    await running.simulator.resources['east']?.stop();
    expect(await check()).toEqual(ok);
  });

  it('is not ready when none answers', async () => {
    const check = await start();
    await running.simulator.resources['east']?.stop();
    await running.simulator.resources['west']?.stop();
    expect(await check()).toEqual({ ready: false, checks: { settings: 'ok', secrets: 'ok', upstream: 'failed' } });
  });

  it('is not ready when no secret can be read', async () => {
    const credential = { keyVaultSecret: 'east-key' };
    const check = await start({
      file: ({ simulator }) => ({
        upstreams: {
          east: { endpoint: simulator.resources['east']?.url, credential },
          west: { endpoint: simulator.resources['west']?.url, credential },
        },
      }),
      readSecret: () => Promise.reject(new GatewayError('secret_unavailable', 'The vault is down.')),
    });
    expect(await check()).toEqual({ ready: false, checks: { settings: 'ok', secrets: 'failed', upstream: 'failed' } });
    expect(running.simulator.counts().calls).toBe(0);
  });

  it('looks at most once in five seconds, however often it is asked', async () => {
    const check = await start();
    await Promise.all(Array.from({ length: 50 }, () => check()));
    nowMs += 5_000;
    await check();
    expect(running.simulator.counts().calls).toBe(2);
    nowMs += 1;
    await check();
    expect(running.simulator.counts().calls).toBe(4);
  });

  it('sees that a resource has come back', async () => {
    const check = await start();
    const { east, west } = running.simulator.resources;
    await Promise.all([east?.stop(), west?.stop()]);
    expect((await check()).ready).toBe(false);
    await east?.start();
    nowMs += 5_001;
    expect((await check()).ready).toBe(true);
  });

  it('waits no longer for a resource than for a connection', async () => {
    const check = await start({ timeouts: { connectMs: 100 } });
    running.simulator.inject({ fault: { kind: 'stall', beforeHeaders: true } });
    expect((await check()).checks.upstream).toBe('failed');
  });

  it.each(['ok', 'stale', 'failed'] as const)(
    'says how the signing keys stand where tokens are taken, and is ready without them: %s',
    async (signingKeys) => {
      await start();
      const identity = {
        token: () => expect.unreachable('there is no token'),
        principal: () => expect.unreachable('there is no principal'),
        checkKeys: async () => signingKeys,
      };
      const check = createReadinessCheck({ ...running.parts, identity });
      expect(await check()).toEqual({ ...ok, checks: { ...ok.checks, signingKeys } });
    },
  );

  it('lets a bug through', async () => {
    await start();
    const check = createReadinessCheck({ ...running.parts, providerOf: () => expect.unreachable('a bug') });
    await expect(check()).rejects.toThrow('a bug');
  });
});
