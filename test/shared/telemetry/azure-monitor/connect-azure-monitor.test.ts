import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedIngestion } from '../../../../local/azure/ingestion.ts';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { connectAzureMonitor } from '../../../../shared/telemetry/azure-monitor/connect-azure-monitor.ts';
import type { RecordedSpan } from '../../../../shared/telemetry/span.ts';
import { ofKind, sumOfMetric } from '../../../setup/envelopes.ts';
import { startTrustedIngestion } from '../../../setup/trusted-ingestion.ts';
import { usageRecord } from '../../../setup/usage-record.ts';

let ingestion: SimulatedIngestion;
beforeAll(async () => {
  ingestion = await startTrustedIngestion();
});
beforeEach(() => {
  ingestion.fail(undefined);
  ingestion.clear();
});
afterAll(() => ingestion.stop());

const connect = (connectionString = ingestion.connectionString) =>
  connectAzureMonitor(
    { connectionString: new SecretValue(connectionString), role: 'sluice', roleInstance: 'instance-1' },
    async () => {},
  );

const span: RecordedSpan = {
  name: 'POST /x',
  kind: 'server',
  operation: 'POST /x',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  parentSpanId: undefined,
  startMs: 1_700_000_000_000,
  endMs: 1_700_000_000_250,
  attributes: {},
  events: [],
  isFailed: false,
  samplePercent: 25,
};

describe('the ways out to Application Insights', () => {
  it('bring spans, each counted for those that were left out', async () => {
    expect(await connect().sendSpans([span])).toBe('sent');
    expect(ingestion.envelopes()).toMatchObject([
      {
        sampleRate: 25,
        tags: { 'ai.cloud.role': 'sluice', 'ai.cloud.roleInstance': 'instance-1' },
        data: { baseData: { id: span.spanId, duration: '00:00:00.250' } },
      },
    ]);
  });

  it('bring custom events and metrics', async () => {
    const monitor = connect();
    expect(await monitor.sendEvents([{ name: 'sluice.budget_warning', atMs: 0, attributes: { used: 3 } }])).toBe(
      'sent',
    );
    monitor.measure(usageRecord({ completionTokens: 7 }));
    await monitor.flush();
    expect(ofKind(ingestion.envelopes(), 'EventData')[0]?.data.baseData).toMatchObject({
      name: 'sluice.budget_warning',
      properties: { used: '3' },
    });
    expect(sumOfMetric(ingestion.envelopes(), 'gen_ai.client.inference.usage.output_tokens')).toBe(7);
  });

  it('hold what was counted while ingestion was down', async () => {
    const monitor = connect();
    ingestion.fail({ kind: 'status', status: 503 });
    monitor.measure(usageRecord({ completionTokens: 7 }));
    await monitor.flush();
    expect(ingestion.envelopes()).toEqual([]);
    ingestion.fail(undefined);
    monitor.measure(usageRecord({ completionTokens: 5 }));
    await monitor.flush();
    expect(sumOfMetric(ingestion.envelopes(), 'gen_ai.client.inference.usage.output_tokens')).toBe(12);
  });

  it.each([
    [{ kind: 'status', status: 503 }, 'later'],
    [{ kind: 'throttle', retryAfterSeconds: 60 }, 'later'],
    [{ kind: 'reset' }, 'later'],
    [{ kind: 'status', status: 400 }, 'refused'],
  ] as const)('tell by the answer what becomes of a batch: %j is %s', async (fault, outcome) => {
    ingestion.fail(fault);
    const before = ingestion.requestCount();
    expect(await connect().sendSpans([span])).toBe(outcome);
    expect(ingestion.requestCount()).toBe(before + 1);
  });

  it('bring in the end, and once, what ingestion takes of a batch in part', async () => {
    const spans = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...span, name, kind: 'client' as const }));
    ingestion.fail({ kind: 'in-part', status: 429, requests: 2 });
    expect(await connect().sendSpans(spans)).toBe('sent');
    const names = ingestion.envelopes().map(({ data }) => data.baseData.name);
    expect(names).toEqual(['b', 'd', 'c', 'a', 'e']);
  });

  it('say what is lost, where ingestion never takes it', async () => {
    ingestion.fail({ kind: 'in-part', status: 503 });
    expect(await connect().sendSpans([span, span, span])).toEqual({ lost: 1 });
    ingestion.fail({ kind: 'in-part', status: 400 });
    expect(await connect().sendEvents([{ name: 'e', atMs: 0, attributes: {} }])).toEqual({ lost: 1 });
  });

  it('bring metrics that ingestion takes in part', async () => {
    const monitor = connect();
    ingestion.fail({ kind: 'in-part', status: 500, requests: 1 });
    monitor.measure(usageRecord({ completionTokens: 7 }));
    await monitor.flush();
    expect(sumOfMetric(ingestion.envelopes(), 'gen_ai.client.inference.usage.output_tokens')).toBe(7);
    expect(sumOfMetric(ingestion.envelopes(), 'sluice.calls')).toBe(1);
  });

  it('are not to be had by a connection string that is none', () => {
    expect(() => connect('InstrumentationKey=none')).toThrow('Invalid instrumentation key');
  });
});
