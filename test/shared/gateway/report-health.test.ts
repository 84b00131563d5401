import { expect, it } from 'vitest';
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
  const report = reportHealth(running.parts);
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
