import { createHash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { isTraceSampled } from '../../shared/telemetry/is-trace-sampled.ts';
import { ofKind, sumOfMetric } from '../setup/envelopes.ts';
import { startTracedApp, type TracedApp } from '../setup/traced-app.ts';

let app: TracedApp;
afterEach(() => app.stop());

const calls = 1_000;
const traceIds = Array.from({ length: calls }, (_, at) => idOf(`trace ${at}`).slice(0, 32));

/** Every tenth call fails: a trace is kept for its id, not for what became of it. */
const modelOf = (at: number): string => (at % 10 === 0 ? 'gpt-4o-mini' : 'gpt-4o');

/** Makes a thousand calls, each in a trace of its own whose flag the caller set one way or the other. */
async function makeCalls(): Promise<void> {
  app.simulator.inject({ deployment: 'mini-east', fault: { kind: 'status', body: 'internal-500' } });
  app.simulator.inject({ deployment: 'mini-west', fault: { kind: 'status', body: 'internal-500' } });
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let at = next++; at < calls; at = next++) {
      const body = { model: modelOf(at), messages: [{ role: 'user', content: `planted-${at}` }], max_tokens: 1 };
      const headers = { traceparent: `00-${traceIds[at]}-00f067aa0ba902b7-0${at % 2}` };
      await (await app.post('/v1/chat/completions', body, { headers })).arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 16 }, caller));
}

function start(percent: string): Promise<TracedApp> {
  return startTracedApp({
    env: { SLUICE_TRACE_SAMPLE_PERCENT: percent, SLUICE_LOG_LEVEL: 'error' },
    retry: { maxAttempts: 2, baseBackoffMs: 1, maxBackoffMs: 2 },
  });
}

const operationOf = ({ tags }: { tags: Record<string, string> }) => tags['ai.operation.id'];

it('at 100 % every one of 1,000 calls arrives, with every attempt', async () => {
  app = await start('100');
  await makeCalls();
  await app.ingestion.waitFor((all) => ofKind(all, 'RequestData').length >= calls, 20_000);
  await app.terminate();
  const all = app.ingestion.envelopes();
  const requests = ofKind(all, 'RequestData');
  expect(new Set(requests.map(operationOf))).toEqual(new Set(traceIds));
  expect(requests).toHaveLength(calls);
  expect(ofKind(all, 'RemoteDependencyData')).toHaveLength(app.simulator.counts().calls);
  expect(new Set(all.map(({ sampleRate }) => sampleRate))).toEqual(new Set([100]));
  expect(app.ingestion.texts().join('')).not.toContain('planted-');
}, 60_000);

it('at 10 % whole traces arrive, as many as chance allows, each counted for ten, and of metrics all', async () => {
  app = await start('10');
  await makeCalls();
  await app.terminate();
  const all = app.ingestion.envelopes();
  const spans = all.filter(({ data }) => data.baseType !== 'MetricData');
  const requests = ofKind(all, 'RequestData');

  // 100 ± 3.3 standard deviations of a binomial of 1,000 and 0.1: all but one in a thousand.
  expect(requests.length).toBeGreaterThan(69);
  expect(requests.length).toBeLessThan(131);
  expect(new Set(requests.map(operationOf))).toEqual(new Set(traceIds.filter((id) => isTraceSampled(id, 10))));
  expect(new Set(spans.map(({ sampleRate }) => sampleRate))).toEqual(new Set([10]));

  const expectedAttempts = requests.reduce(
    (sum, { data }) => sum + Number(data.baseData.properties?.['sluice.attempts']),
    0,
  );
  expect(ofKind(all, 'RemoteDependencyData')).toHaveLength(expectedAttempts);
  expect(new Set(spans.map(operationOf))).toEqual(new Set(requests.map(operationOf)));

  // Kept by id alone: the failed ones are as many of them as of all calls.
  const failed = requests.filter(({ data }) => data.baseData.success === false);
  const chosen = traceIds.filter((id, at) => at % 10 === 0 && isTraceSampled(id, 10));
  expect(failed).toHaveLength(chosen.length);

  expect(sumOfMetric(all, 'sluice.calls')).toBe(calls);
  expect(sumOfMetric(all, 'sluice.attempts')).toBe(app.simulator.counts().calls);
}, 60_000);

it('at 0 % no trace arrives, and all metrics do', async () => {
  app = await start('0');
  await (await app.post('/v1/chat/completions', { model: 'gpt-4o', messages: [], max_tokens: 1 })).arrayBuffer();
  await app.post('/v1/chat/completions', {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Hi' }],
    max_tokens: 1,
  });
  await app.terminate();
  const all = app.ingestion.envelopes();
  expect(all.filter(({ data }) => data.baseType !== 'MetricData')).toEqual([]);
  expect(sumOfMetric(all, 'sluice.calls')).toBeGreaterThan(0);
});

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
