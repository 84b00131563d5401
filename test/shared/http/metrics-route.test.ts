import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { endpoint, openEndpoint } from '../../../shared/http/endpoint.ts';
import { answerMetrics, answerMetricsToAdmin } from '../../../shared/http/metrics-route.ts';
import type { Worker } from '../../../shared/http/worker.ts';
import { callFunction } from '../../setup/call-function.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { lintPrometheus } from '../../setup/lint-prometheus.ts';
import { sumOf } from '../../setup/parse-prometheus.ts';

let running: GatewayParts;
let gateway: Gateway;
beforeAll(async () => {
  running = await startGatewayParts({ caller: { admin: true } });
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
afterAll(async () => {
  await gateway.close();
  await running.stop();
});

const workerWith = (own: Gateway): Omit<Worker, 'arrivals'> => ({
  gateway: own,
  log: running.log,
  maxBodyBytes: 100,
  now: Date.now,
  newRequestId: () => 'new-id',
});

function ask(own: Gateway, headers: Record<string, string> = { 'api-key': running.key }) {
  return callFunction(
    (arrivals) => {
      const worker = { ...workerWith(own), arrivals };
      return endpoint((exchange) => answerMetricsToAdmin(exchange, worker), worker);
    },
    { method: 'GET', path: '/metrics', headers },
  );
}

describe('answerMetricsToAdmin', () => {
  it('answers in the text format of Prometheus, which nobody keeps', async () => {
    const { status, headers, text } = await ask(gateway);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(lintPrometheus(text)).toEqual([]);
    expect(sumOf(text, 'sluice_http_requests_in_flight')).toBe(1);
  });

  it('counts requests that were refused before they became a call', async () => {
    await ask(gateway, {});
    const { text } = await ask(gateway);
    expect(sumOf(text, 'sluice_requests_refused_total', { code: 'invalid_api_key' })).toBeGreaterThanOrEqual(1);
    expect(sumOf(text, 'sluice_http_requests_total', { function: 'tested', status: '401' })).toBeGreaterThanOrEqual(1);
  });

  it('refuses a caller who is no admin', async () => {
    const [caller] = running.config.callers;
    if (caller === undefined) return expect.unreachable('There is a caller.');
    const own = { ...gateway, authorise: () => ({ caller: { ...caller, admin: false }, keyId: 'any' }) };
    const { status, text } = await ask(own);
    expect([status, JSON.parse(text).error.code]).toEqual([403, 'admin_required']);
  });
});

describe('answerMetrics', () => {
  it('asks nobody who they are: whoever registers it does', async () => {
    const answer = await callFunction(
      (arrivals) => {
        const worker = { ...workerWith(gateway), arrivals };
        return openEndpoint(() => answerMetrics(worker), worker);
      },
      { method: 'GET', path: '/metrics/by-function-key' },
    );
    expect([answer.status, answer.text.includes('sluice_build_info')]).toEqual([200, true]);
  });
});
