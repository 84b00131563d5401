import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchSetup } from '../setup/function-app.ts';
import { startGatewayFixture, type GatewayFixture } from '../setup/gateway-fixture.ts';

let fixture: GatewayFixture;
const before = { ...process.env };
beforeEach(async () => {
  fixture = await startGatewayFixture();
  vi.resetModules();
});
afterEach(async () => {
  process.env = { ...before };
  vi.restoreAllMocks();
  await fixture.stop();
});

async function load(settings: Record<string, string> = {}) {
  const written: string[] = [];
  const setup = watchSetup();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  Object.assign(process.env, fixture.env, { SLUICE_LOG_LEVEL: 'info' }, settings);
  const { worker } = await import('../../functions/app.ts');
  // What is logged is written at the end of the turn.
  await setImmediate();
  return { worker, setup, written: () => written.join('') };
}

describe('the app', () => {
  it('makes one worker of the settings, and calls nobody', async () => {
    const { worker, setup } = await load({ SLUICE_MAX_BODY_BYTES: '4096' });
    expect(setup).toHaveBeenCalledWith({ enableHttpStream: true });
    expect(worker.maxBodyBytes).toBe(4096);
    expect((await worker.gateway.authorise({ key: fixture.key })).caller.name).toBe('tests');
    expect(worker.arrivals.take('no-such-invocation')).toBeUndefined();
    expect(worker.newRequestId()).not.toBe(worker.newRequestId());
    expect(fixture.simulator.counts().calls).toBe(0);
    await worker.gateway.close();
  });

  it('calls its deployments with the credentials of the settings', async () => {
    const { worker } = await load();
    expect((await worker.gateway.readiness()).ready).toBe(true);
    expect(worker.gateway.figures().deployments.map(({ credential }) => credential)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    await worker.gateway.close();
  });

  it('key-never-logged: shows its settings when it is asked to, without a secret among them', async () => {
    const { worker, written } = await load({ SLUICE_LOG_SETTINGS: 'true' });
    expect(written()).toContain('"event":"settings"');
    expect(written()).not.toMatch(/e{32}|w{32}/);
    await worker.gateway.close();
  });

  it('says nothing of its settings when it is not asked to', async () => {
    const { worker, written } = await load();
    expect(written()).toBe('');
    await worker.gateway.close();
  });

  it('does not start with a wrong setting, and names every mistake', async () => {
    await expect(load({ SLUICE_MAX_BODY_BYTES: 'many', SLUICE_LOG_LEVEL: 'loud' })).rejects.toThrow(
      /SLUICE_(MAX_BODY_BYTES|LOG_LEVEL)/,
    );
  });

  it('starts where Functions offers its identity as well, and asks it for nothing yet', async () => {
    const { worker } = await load({ IDENTITY_ENDPOINT: 'http://127.0.0.1:1/', IDENTITY_HEADER: 'x' });
    expect(worker.gateway.figures().deployments[0]).toMatchObject({ credential: 'ok', credentialReads: 0 });
    await worker.gateway.close();
  });

  it('traces where Application Insights is named, and asks its exporter for nothing else', async () => {
    const key = '11111111-2222-4333-8444-555555555555';
    const { worker } = await load({ APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${key}` });
    expect(worker.tracing?.begin('POST /x', 'server', undefined).context.isSampled).toBe(true);
    expect(process.env['APPLICATION_INSIGHTS_NO_STATSBEAT']).toBe('true');
    await worker.gateway.close();
    vi.resetModules();
    expect((await load({ APPLICATIONINSIGHTS_CONNECTION_STRING: '' })).worker.tracing).toBeUndefined();
  });

  it('reads the gateway file where its JSON is not in the settings', async () => {
    process.env['SLUICE_GATEWAY_FILE'] = '/no/such/gateway.json';
    await expect(load({ SLUICE_GATEWAY_JSON: '' })).rejects.toThrow(/gateway\.json/);
  });
});
