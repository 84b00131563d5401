import { afterEach, describe, expect, it } from 'vitest';
import type { TelemetryEnvelope } from '../../local/azure/telemetry-envelope.ts';
import { traceTree } from '../../local/trace-tree.ts';
import { startAzurite } from '../setup/azurite.ts';
import { ofKind, sumOfMetric } from '../setup/envelopes.ts';
import { sumOf } from '../setup/parse-prometheus.ts';
import { locationOf, pollJob } from '../setup/poll-job.ts';
import { startTracedApp, type TracedApp } from '../setup/traced-app.ts';

let app: TracedApp;
afterEach(() => app.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }], max_tokens: 20 };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-00`;
const hasRequests =
  (count: number) =>
  (all: readonly TelemetryEnvelope[]): boolean =>
    ofKind(all, 'RequestData').length >= count;
const propertiesOf = (envelope: TelemetryEnvelope | undefined) => envelope?.data.baseData.properties ?? {};
const namesOf = (all: readonly TelemetryEnvelope[]) => all.map(({ data }) => data.baseData.name);
const jobsIn = (all: readonly TelemetryEnvelope[]) =>
  ofKind(all, 'RequestData').filter((request) => propertiesOf(request)['sluice.job.id'] !== undefined);

describe('a call with a retry and a fail-over', () => {
  it('arrives as a request with a dependency for each attempt, in the trace of its caller', async () => {
    app = await startTracedApp();
    app.simulator.inject({ deployment: 'chat-east', times: 1, fault: { kind: 'status', status: 500 } });
    app.simulator.inject({
      deployment: 'chat-west',
      times: 1,
      fault: { kind: 'status', status: 429, retryAfterMs: 50_000 },
    });
    const answer = await app.post('/v1/chat/completions', chat, { headers: { traceparent, 'x-request-id': 'call-1' } });
    expect(answer.headers.get('x-sluice-attempts')).toBe('3');
    await app.ingestion.waitFor(hasRequests(1));
    const all = app.ingestion.envelopes();

    const [request] = ofKind(all, 'RequestData');
    const requestId = request?.data.baseData.id;
    expect(request).toMatchObject({
      name: 'Microsoft.ApplicationInsights.Request',
      sampleRate: 100,
      tags: {
        'ai.operation.id': traceId,
        'ai.operation.name': 'POST /v1/chat/completions',
        'ai.cloud.role': 'sluice',
      },
      data: {
        baseData: {
          name: 'POST /v1/chat/completions',
          success: true,
          responseCode: '200',
          properties: {
            'gen_ai.operation.name': 'chat',
            'sluice.caller': 'tests',
            'sluice.model': 'gpt-4o',
            'sluice.request_id': 'call-1',
            'sluice.stream': 'false',
            'sluice.outcome': 'completed',
            'sluice.deployment': 'chat-east',
            'sluice.attempts': '3',
            'sluice.cache': 'bypass',
            'sluice.cost_usd': answer.headers.get('x-sluice-cost'),
          },
        },
      },
    });
    expect(request?.tags['ai.operation.parentId']).toMatch(/^[0-9a-f]{16}$/);

    const ledger = app.simulator.ledger();
    const attempts = ofKind(all, 'RemoteDependencyData');
    const common = {
      name: 'chat gpt-4o',
      type: 'Http',
      target: '127.0.0.1',
      properties: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'azure.ai.openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.request.max_tokens': '20',
        'sluice.breaker.state': 'closed',
      },
    };
    const eastPath = 'http://127.0.0.1/openai/deployments/chat-east/chat/completions';
    const tags = { 'ai.operation.id': traceId, 'ai.operation.parentId': requestId };
    const usage = { input: ledger[2]?.promptTokens, output: ledger[2]?.completionTokens };
    expect(attempts.map((attempt) => attempt.data.baseData)).toMatchObject([
      {
        ...common,
        success: false,
        resultCode: '500',
        data: eastPath,
        properties: { 'sluice.deployment': 'chat-east', 'sluice.attempt.number': '1', 'sluice.failure': 'failed' },
      },
      {
        ...common,
        success: false,
        resultCode: '429',
        data: 'http://127.0.0.1/openai/v1/chat/completions',
        properties: {
          'sluice.deployment': 'chat-west',
          'sluice.attempt.number': '2',
          'sluice.failure': 'throttled',
          'sluice.retry_after_ms': '50000',
        },
      },
      {
        ...common,
        success: true,
        resultCode: '200',
        data: eastPath,
        properties: {
          ...common.properties,
          'sluice.deployment': 'chat-east',
          'sluice.attempt.number': '3',
          'gen_ai.response.model': 'gpt-4o',
          'gen_ai.response.finish_reasons': '["length"]',
          'gen_ai.usage.input_tokens': String(usage.input),
          'gen_ai.usage.output_tokens': String(usage.output),
        },
      },
    ]);
    for (const attempt of attempts) expect(attempt.tags).toMatchObject(tags);
    // Each attempt's own id went up, so that the upstream's spans hang below it.
    expect(ledger.map(({ headers }) => headers['traceparent'])).toEqual(
      attempts.map(({ data }) => `00-${traceId}-${data.baseData.id}-01`),
    );
    const tree = traceTree(all);
    process.stdout.write(`\n${tree}\n`);
    expect(tree.split('\n').map((line) => line.replace(/ {2}[\d.]+ ms.*/, ''))).toEqual([
      `trace ${traceId}`,
      '✓  POST /v1/chat/completions  200',
      '├─ ✗  chat gpt-4o  500',
      '├─ ✗  chat gpt-4o  429',
      '└─ ✓  chat gpt-4o  200',
    ]);
  });
});

describe('a stream', () => {
  it('is traced to its end, with what it took', async () => {
    app = await startTracedApp();
    const answer = await app.post('/v1/chat/completions', { ...chat, stream: true });
    await answer.text();
    await app.ingestion.waitFor(hasRequests(1));
    const [attempt] = ofKind(app.ingestion.envelopes(), 'RemoteDependencyData');
    const [entry] = app.simulator.ledger();
    expect(propertiesOf(attempt)).toMatchObject({
      'gen_ai.usage.output_tokens': String(entry?.completionTokens),
      'gen_ai.response.finish_reasons': '["length"]',
      'gen_ai.response.model': 'gpt-4o',
      'sluice.outcome': 'completed',
      'sluice.attempt.first_output_ms': expect.stringMatching(/^\d+$/),
    });
    expect(propertiesOf(ofKind(app.ingestion.envelopes(), 'RequestData')[0])).toMatchObject({
      'sluice.stream': 'true',
      'sluice.outcome': 'completed',
      'sluice.first_output_ms': expect.stringMatching(/^\d+$/),
    });
  });

  it('that breaks fails its request, though that was answered 200', async () => {
    app = await startTracedApp();
    app.simulator.inject({ fault: { kind: 'cut-after', chunks: 4, how: 'reset' } });
    await (await app.post('/v1/chat/completions', { ...chat, stream: true })).text().catch(() => 'cut');
    await app.ingestion.waitFor(hasRequests(1));
    const [request] = ofKind(app.ingestion.envelopes(), 'RequestData');
    expect(request?.data.baseData).toMatchObject({ success: false, responseCode: '200' });
    expect(propertiesOf(request)).toMatchObject({
      'sluice.outcome': 'cut',
      'sluice.error_code': 'upstream_malformed',
    });
  });

  it('whose caller hangs up says so, and so does its attempt', async () => {
    app = await startTracedApp();
    app.simulator.inject({ fault: { kind: 'stall', chunks: 4 } });
    const leaving = new AbortController();
    const answer = await app.post('/v1/chat/completions', { ...chat, stream: true }, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    await app.ingestion.waitFor(hasRequests(1));
    const spans = app.ingestion.envelopes().filter(({ data }) => data.baseType !== 'MetricData');
    expect(spans.map((span) => propertiesOf(span)['sluice.outcome'])).toEqual(['abandoned', 'abandoned']);
  });
});

describe('requests that make several calls', () => {
  it('have a span for each, with its attempts below', async () => {
    app = await startTracedApp();
    const item = (id: string, model: string) => ({ id, body: { ...chat, model } });
    const requests = [item('a', 'gpt-4o'), item('b', 'never-heard-of')];
    const answer = await app.post('/v1/batch', { requests });
    expect(answer.status).toBe(200);
    await app.ingestion.waitFor(hasRequests(1));
    const lines = traceTree(app.ingestion.envelopes())
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/ {2}[\d.]+ ms.*/, ''));
    expect(lines[0]).toBe('✓  POST /v1/batch  200');
    expect(lines.slice(1).toSorted()).toEqual(
      ['├─ ✓  chat gpt-4o', '│  └─ ✓  chat gpt-4o  200', '└─ ✓  chat unknown'].toSorted(),
    );
  });
});

describe('work that is put off', () => {
  it('is a request that accepts it and, told from that, its execution in the same trace, with what both ask of the storage', async () => {
    const azurite = await startAzurite('all');
    try {
      app = await startTracedApp({
        env: { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory' },
      });
      const headers = { prefer: 'respond-async', traceparent, 'x-request-id': 'job-1' };
      const accepted = await app.post('/v1/chat/completions', chat, { headers });
      expect((await pollJob(await locationOf(accepted), { hurryMs: 100 })).status).toBe(200);
      await app.ingestion.waitFor(
        (all) => jobsIn(all).length > 0 && namesOf(ofKind(all, 'RemoteDependencyData')).includes('job finish'),
      );
      const requests = ofKind(app.ingestion.envelopes(), 'RequestData');
      const accepting = requests.find(({ data }) => data.baseData.responseCode === '202');
      const about = { 'sluice.request_id': 'job-1', 'sluice.caller': 'tests' };
      expect(accepting?.data.baseData).toMatchObject({ name: 'POST /v1/chat/completions', properties: about });
      expect(propertiesOf(accepting)).not.toHaveProperty('sluice.job.id');
      expect(jobsIn(requests)).toMatchObject([
        {
          tags: {
            'ai.operation.id': traceId,
            'ai.operation.parentId': accepting?.data.baseData.id,
            'ai.operation.name': 'run-job /v1/chat/completions',
          },
          data: {
            baseData: {
              name: 'run-job /v1/chat/completions',
              responseCode: '200',
              success: true,
              properties: { ...about, 'sluice.job.attempt': '1', 'sluice.model': 'gpt-4o' },
            },
          },
        },
      ]);
      const asked = ofKind(app.ingestion.envelopes(), 'RemoteDependencyData').filter(
        ({ data }) => data.baseData.type === 'azure-storage',
      );
      expect(namesOf(asked)).toEqual(expect.arrayContaining(['job accept', 'job take', 'job finish']));
      expect(asked.find(({ data }) => data.baseData.name === 'job accept')).toMatchObject({
        tags: { 'ai.operation.id': traceId, 'ai.operation.parentId': accepting?.data.baseData.id },
        data: { baseData: { success: true, data: 'accept' } },
      });
      expect(JSON.stringify(asked)).not.toMatch(/job_[0-9a-f]{8}/);
    } finally {
      await azurite.close();
    }
  });
});

describe('refusals', () => {
  it('are requests with their code, and events where a budget is used up', async () => {
    app = await startTracedApp({ caller: { budgets: [{ per: 'day', tokens: 10 }] } });
    expect((await app.post('/v1/chat/completions', chat)).status).toBe(429);
    expect((await app.post('/v1/chat/completions', chat, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    await app.ingestion.waitFor(
      (all) => ofKind(all, 'RequestData').length === 2 && ofKind(all, 'EventData').length === 1,
    );
    const all = app.ingestion.envelopes();
    expect(ofKind(all, 'RequestData').map(({ data }) => data.baseData)).toMatchObject([
      { responseCode: '429', success: false, properties: { 'sluice.error_code': 'budget_exceeded' } },
      { responseCode: '401', success: false, properties: { 'sluice.error_code': 'invalid_api_key' } },
    ]);
    expect(ofKind(all, 'EventData')[0]?.data.baseData).toMatchObject({
      name: 'sluice.budget_exceeded',
      properties: { 'sluice.caller': 'tests', 'sluice.budget': expect.stringContaining('tests') },
    });
  });

  it('open circuits, which is an event and stands in the traces of later calls', async () => {
    app = await startTracedApp({ breaker: { minimumCalls: 1, failureRatio: 0.5, openMs: 60_000 } });
    app.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', status: 500 } });
    await app.post('/v1/chat/completions', chat);
    await app.post('/v1/chat/completions', chat);
    await app.ingestion.waitFor((all) => hasRequests(2)(all) && ofKind(all, 'EventData').length > 0);
    const all = app.ingestion.envelopes();
    expect(ofKind(all, 'EventData')[0]?.data.baseData).toMatchObject({
      name: 'sluice.breaker_changed',
      properties: { 'sluice.deployment': 'chat-east', 'sluice.breaker.state': 'open' },
    });
    expect(ofKind(all, 'RequestData').map((request) => propertiesOf(request)['sluice.breaker.open'])).toEqual([
      undefined,
      '["chat-east"]',
    ]);
  });
});

describe('an app that is ended', () => {
  it('sends what it holds first, its metrics too', async () => {
    app = await startTracedApp();
    await app.post('/v1/chat/completions', chat);
    await app.terminate();
    const all = app.ingestion.envelopes();
    expect(ofKind(all, 'RequestData')).toHaveLength(1);
    expect(sumOfMetric(all, 'sluice.calls')).toBe(1);
    expect(sumOfMetric(all, 'gen_ai.client.inference.usage.output_tokens')).toBe(
      app.simulator.ledger()[0]?.completionTokens,
    );
  });
});

describe('while ingestion is down', () => {
  it('calls are served, one line says so, and what waits arrives later', async () => {
    app = await startTracedApp();
    app.ingestion.fail({ kind: 'status', status: 503 });
    expect((await app.post('/v1/chat/completions', chat)).status).toBe(200);
    const lines = () => app.host.logs().filter((line) => line.includes('telemetry-not-sent'));
    await expect.poll(lines, { timeout: 8_000 }).toHaveLength(1);
    expect((await app.post('/v1/chat/completions', chat)).status).toBe(200);
    app.ingestion.fail(undefined);
    await app.ingestion.waitFor(hasRequests(2));
    expect(lines()).toHaveLength(1);
    await expect.poll(() => app.host.logs().join('\n')).toContain('telemetry-sent-again');
  });
});

describe('what ingestion refuses', () => {
  it('is counted at /metrics, and nothing is counted before', async () => {
    app = await startTracedApp({ caller: { admin: true } });
    const dropped = async () => {
      const scraped = await fetch(`${app.url}/metrics`, { headers: { 'api-key': app.key } });
      return sumOf(await scraped.text(), 'sluice_telemetry_dropped_total', { what: 'spans' });
    };
    expect(await dropped()).toBe(0);
    app.ingestion.fail({ kind: 'in-part', status: 400 });
    await app.post('/v1/chat/completions', chat);
    await expect.poll(dropped, { timeout: 8_000 }).toBeGreaterThan(0);
  });
});

describe('ingestion by Entra ID', () => {
  it('is sent a token of the app, for Azure Monitor', async () => {
    app = await startTracedApp({
      env: { APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD' },
      simulator: {
        tokenDelayMs: 0,
        ingestion: { needsToken: true },
        identity: true,
        resources: {
          east: { keys: ['e'.repeat(32), 'f'.repeat(32)], deployments: { 'chat-east': { model: 'gpt-4o' } } },
        },
      },
      upstreamsAndModels: ({ resources }) => ({
        upstreams: { east: { endpoint: resources['east']?.url, credential: { setting: 'EAST_KEY' } } },
        models: { 'gpt-4o': { deployments: [{ name: 'chat-east', upstream: 'east', deployment: 'chat-east' }] } },
      }),
      envOf: ({ identity }) => ({ IDENTITY_ENDPOINT: identity?.url ?? '', IDENTITY_HEADER: identity?.header ?? '' }),
    });
    await app.post('/v1/chat/completions', chat);
    await app.ingestion.waitFor(hasRequests(1));
    expect(app.ingestion.audiences()).toEqual(['https://monitor.azure.com']);
  });
});
