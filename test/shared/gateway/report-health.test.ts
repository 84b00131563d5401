import { describe, expect, it } from 'vitest';
import { complete } from '../../../shared/gateway/complete.ts';
import { reportHealth } from '../../../shared/gateway/report-health.ts';
import { startGatewayParts } from '../../setup/gateway-parts.ts';

it('reports every deployment as this instance has seen it, and asks nobody', async () => {
  const running = await startGatewayParts();
  running.simulator.inject({ resource: 'east', times: 1, fault: { kind: 'status', status: 500 } });
  await complete(
    { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 2 },
    running.call(),
    running.parts,
  );
  const callsBefore = running.simulator.counts().calls;
  const { deployments: report, ...rest } = reportHealth(running.call().caller, running.parts, 'none');
  expect(rest).toEqual({});
  expect(report.map(({ name }) => name)).toEqual(['chat-east', 'chat-west', 'mini-east', 'mini-west', 'embed-east']);
  expect(report[0]).toMatchObject({
    model: 'gpt-4o',
    apiVersion: '2024-10-21',
    credential: 'ok',
    breaker: 'closed',
    status: 'failing',
    requestCount: 1,
    errorCount: 1,
    errorRate: 1,
    lastError: { kind: 'failed', status: 500 },
  });
  expect(report[1]).toMatchObject({ status: 'ok', requestCount: 1, errorRate: 0, latencyMs: expect.any(Number) });
  expect(report[2]).toMatchObject({ status: 'unused', requestCount: 0 });
  expect(running.simulator.counts().calls).toBe(callsBefore);
  expect(JSON.stringify(report)).not.toMatch(/eeee|wwww/);
  await running.stop();
});

describe('a health report', () => {
  it('names a caller the deployments of its own models, and an admin caller all, with what instances share', async () => {
    const running = await startGatewayParts();
    const caller = { ...running.call().caller, models: new Set(['gpt-4o']) };
    const names = (of: typeof caller) => reportHealth(of, running.parts, 'ready').deployments.map(({ name }) => name);
    expect(names(caller)).toEqual(['chat-east', 'chat-west']);
    expect(names({ ...caller, admin: true })).toHaveLength(5);
    expect(Object.keys(reportHealth(caller, running.parts, 'ready'))).toEqual(['deployments']);
    expect(reportHealth({ ...caller, admin: true }, running.parts, 'ready')).toMatchObject({
      store: 'ready',
      limits: { store: 'up', waiting: 0 },
      usage: { status: 'ok', inMemory: 0, spooledSegments: 0, lost: 0 },
    });
    await running.stop();
  });

  it.each([
    ['ok', { isStoreDown: false, lost: 0 }],
    ['spooling', { isStoreDown: true, lost: 0 }],
    ['lost', { isStoreDown: true, lost: 3 }],
    ['lost', { isStoreDown: false, lost: 1 }],
    ['off', undefined],
  ] as const)('says that usage is %s of a ledger that says %j', async (status, counts) => {
    const running = await startGatewayParts();
    const caller = { ...running.call().caller, admin: true };
    const { usage } = running.parts;
    if (usage === undefined) return expect.unreachable('Usage is kept.');
    const ledger = { ...usage.ledger, counts: () => ({ ...usage.ledger.counts(), ...counts, spooledSegments: 2 }) };
    const parts = { ...running.parts, usage: counts && { ...usage, ledger } };
    const lost = counts?.lost ?? 0;
    expect(reportHealth(caller, parts, 'none').usage).toMatchObject({ status, lost });
    await running.stop();
  });
});
