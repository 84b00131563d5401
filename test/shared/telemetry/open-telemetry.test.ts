import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { SimulatedIngestion } from '../../../local/azure/ingestion.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { openTelemetry } from '../../../shared/telemetry/open-telemetry.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { ofKind, sumOfMetric } from '../../setup/envelopes.ts';
import { startTrustedIngestion } from '../../setup/trusted-ingestion.ts';
import { usageRecord } from '../../setup/usage-record.ts';

let ingestion: SimulatedIngestion;
beforeAll(async () => {
  ingestion = await startTrustedIngestion();
});
beforeEach(() => ingestion.clear());
afterAll(() => ingestion.stop());

function open(connectionString = new SecretValue(ingestion.connectionString)) {
  const log = recordedLog();
  const telemetry = openTelemetry({
    connectionString,
    role: 'sluice',
    roleInstance: 'instance-1',
    samplePercent: 100,
    now: Date.now,
    elapsedMs: () => performance.now(),
    randomBytes,
    log,
    delayMs: 5,
    firstDelayMs: 20,
  });
  return { ...telemetry, log };
}

it('sends what was recorded a while after it was, by itself', async () => {
  const { tracing } = open();
  const span = tracing.begin('POST /x', 'server', undefined);
  span.announce('sluice.budget_warning');
  span.end();
  await ingestion.waitFor((all) => ofKind(all, 'RequestData').length === 1 && ofKind(all, 'EventData').length === 1);
});

it('counts calls from the first on, though nothing is loaded yet, and sends the counts when it is drained', async () => {
  const { measure, drain, tracing } = open();
  measure(usageRecord({ promptTokens: 3 }));
  await drain(5_000);
  measure(usageRecord({ promptTokens: 4 }));
  tracing.begin('POST /x', 'server', undefined).end();
  await drain(5_000);
  expect(sumOfMetric(ingestion.envelopes(), 'gen_ai.client.inference.usage.input_tokens')).toBe(7);
  expect(ofKind(ingestion.envelopes(), 'RequestData')).toHaveLength(1);
});

it('loads what it needs for metrics though no trace is kept', async () => {
  const { measure, drain } = open();
  measure(usageRecord({}));
  await expect.poll(() => drain(1_000).then(() => sumOfMetric(ingestion.envelopes(), 'sluice.calls'))).toBe(1);
});

it('fails nobody when it cannot be opened: it says so once, and opens later', async () => {
  const connectionString = new SecretValue(ingestion.connectionString);
  const reading = vi.spyOn(connectionString, 'reveal').mockReturnValue('InstrumentationKey=none');
  const { tracing, measure, drain, log, dropped } = open(connectionString);
  measure(usageRecord({}));
  tracing.begin('POST /x', 'server', undefined).end();
  await drain(1_000);
  await drain(1_000);
  expect(log.of('telemetry-broken')).toMatchObject([{ what: 'spans' }, { what: 'calls' }]);

  reading.mockRestore();
  await drain(5_000);
  expect(sumOfMetric(ingestion.envelopes(), 'sluice.calls')).toBe(1);
  expect(ofKind(ingestion.envelopes(), 'RequestData')).toHaveLength(1);
  expect(log.of('telemetry-sent-again')).toMatchObject([{ what: 'calls' }, { what: 'spans' }]);
  expect(dropped()).toEqual({ spans: 0, events: 0, calls: 0 });
});

it('counts what it drops', async () => {
  const { tracing, measure, dropped, log } = open();
  for (let at = 0; at < 12_000; at += 1) {
    const span = tracing.begin('POST /x', 'server', undefined);
    span.announce('sluice.budget_warning');
    span.end();
    measure(usageRecord({}));
  }
  expect(dropped()).toEqual({ spans: 3_808, events: 10_976, calls: 2_000 });
  expect(log.of('telemetry-dropped').map(({ what }) => what)).toEqual(['events', 'spans', 'calls']);
  await expect.poll(() => log.of('telemetry-sent-again'), { timeout: 10_000 }).toHaveLength(3);
});
