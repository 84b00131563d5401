import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { jsonOf } from '../setup/function-app.ts';
import { lintPrometheus } from '../setup/lint-prometheus.ts';
import { sumOf } from '../setup/parse-prometheus.ts';
import { routed } from '../setup/routed.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const [scraper, plain, bounded] = [
  createGatewayKey(randomBytes),
  createGatewayKey(randomBytes),
  createGatewayKey(randomBytes),
];
const planted = { prompt: 'zebrafish-prompt-planted', session: 'ocelot-session-planted', path: 'okapi-path-planted' };
const functionKey = 'a-function-key-of-the-host';

let app: RunningApp;
beforeAll(async () => {
  const keysOf = ({ id, sha256 }: typeof plain) => ({ keys: [{ id, sha256 }] });
  app = await startApp({
    ...routed({ cache: { ttlSeconds: 600 } }),
    members: {
      callers: {
        scraper: { ...keysOf(scraper), admin: true },
        plain: keysOf(plain),
        bounded: { ...keysOf(bounded), limits: { requestsPerMinute: 3 }, budgets: [{ tokens: 2_000, per: 'day' }] },
      },
    },
    host: { enableAuth: true, keys: { default: functionKey } },
  });
  await mixedRun();
});
afterAll(() => app.stop());

const ask = (content: string, members: object = {}, { key } = plain) =>
  app.post(
    '/v1/chat/completions',
    {
      model: 'gpt-4o-mini',
      max_tokens: 20,
      messages: [{ role: 'user', content: `${planted.prompt} ${content}` }],
      ...members,
    },
    { headers: { authorization: `Bearer ${key}`, 'x-sluice-session': `${planted.session} ${content}` } },
  );

const get = (path: string, headers: Record<string, string> = {}) => fetch(app.url + path, { headers });
const asScraper = { authorization: `Bearer ${scraper.key}` };
const scrape = async () => (await get('/metrics', asScraper)).text();
const ownSeriesOf = (text: string) => text.split('\n').flatMap((line) => /^sluice_\S+/.exec(line)?.[0] ?? []);

/** Plain and streamed calls, kept answers, fail-overs, embeddings, refusals of every sort: 240 calls and more. */
async function mixedRun(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(
      [false, true]
        .flatMap((stream) => [
          ask(`plain ${round}`, { stream }),
          ask(`kept ${round % 4}`, { stream, model: 'gpt-4o' }),
          ask(`mine ${round}`, { stream }, bounded),
          ask(`unknown ${round}`, { stream, model: `${planted.path}-${round}` }),
        ])
        .map(async (answer) => (await answer).text()),
    );
    app.simulator.inject({ deployment: 'mini-east', times: 1, fault: { kind: 'status', status: 500 } });
    await (await ask(`failing over ${round}`)).text();
    app.simulator.clearFaults();
    app.simulator.inject({ deployment: 'chat-east', times: 1, fault: { kind: 'cut-after', chunks: 2, how: 'reset' } });
    await (await ask(`cut ${round}`, { model: 'gpt-4o', stream: true })).text().catch(() => 'cut');
    app.simulator.clearFaults();
    const body = { model: 'text-embedding-3-small', input: [`one ${round}`, `two ${round}`] };
    await (await app.post('/v1/embeddings', body, { headers: { authorization: `Bearer ${plain.key}` } })).text();
    await (await app.post('/v1/chat/completions', '{', { headers: { authorization: `Bearer ${plain.key}` } })).text();
    await (await get(`/${planted.path}/${round}`)).text();
    await (await get('/v1/models', { 'api-key': `wrong ${round}` })).text();
  }
}

type Sums = {
  group: { caller: string; model: string; deployment: string | null };
  calls: number;
  promptTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  costNanoDollars: number | null;
  unpricedCalls: number;
  estimatedCalls: number;
};

describe('GET /metrics', () => {
  it('equals the ledger to the token and the billionth of a dollar, after calls of every sort', async () => {
    const usage = await get('/v1/usage?group_by=caller,model,deployment&limit=1000', asScraper);
    const {
      data,
      total,
    }: { data: Sums[]; total: Sums & { errors: number; cacheHits: number; failedAttempts: number } } =
      await jsonOf(usage);
    const text = await scrape();
    const known = data.filter(({ group }) => !group.model.startsWith(planted.path));
    expect(total.calls).toBeGreaterThan(200);
    expect(known.length).toBeGreaterThanOrEqual(8);
    for (const { group, ...sums } of known) {
      const labels = { caller: group.caller, model: group.model, deployment: group.deployment ?? 'none' };
      const tokens = (kind: string) => sumOf(text, 'sluice_tokens_total', { ...labels, kind });
      expect({ labels, ...sums }).toMatchObject({
        labels,
        calls: sumOf(text, 'sluice_calls_total', labels),
        promptTokens: tokens('input'),
        cachedTokens: tokens('cached'),
        cacheWriteTokens: tokens('cache_write'),
        completionTokens: tokens('output'),
        reasoningTokens: tokens('reasoning'),
        costNanoDollars: Math.round(sumOf(text, 'sluice_cost_dollars_total', labels) * 1e9),
        unpricedCalls: sumOf(text, 'sluice_unpriced_calls_total', labels),
        estimatedCalls: sumOf(text, 'sluice_estimated_calls_total', labels),
      });
    }
    const outcomes = (labels: Record<string, string>) => sumOf(text, 'sluice_calls_total', labels);
    const failed = sumOf(text, 'sluice_attempts_total') - sumOf(text, 'sluice_attempts_total', { result: 'succeeded' });
    expect(total).toMatchObject({
      calls: outcomes({}),
      errors: outcomes({ outcome: 'refused' }) + outcomes({ outcome: 'cut' }),
      cacheHits: outcomes({ cache: 'hit' }) + outcomes({ cache: 'stale' }),
      failedAttempts: failed,
    });
    expect(sumOf(text, 'sluice_call_duration_seconds_count')).toBe(total.calls);
  });

  it('tells what no record holds: fail-overs, refusals, requests and how the instance stands', async () => {
    const text = await scrape();
    expect(sumOf(text, 'sluice_failovers_total', { deployment: 'mini-east' })).toBeGreaterThanOrEqual(20);
    expect(sumOf(text, 'sluice_attempts_total', { deployment: 'mini-east', result: 'failed' })).toBe(20);
    expect(sumOf(text, 'sluice_limit_refusals_total', { caller: 'bounded', kind: 'request_rate' })).toBeGreaterThan(30);
    expect(sumOf(text, 'sluice_calls_total', { model: 'other', outcome: 'refused' })).toBeGreaterThanOrEqual(40);
    for (const code of ['invalid_json', 'invalid_api_key', 'route_not_found']) {
      expect(sumOf(text, 'sluice_requests_refused_total', { code }), code).toBeGreaterThanOrEqual(20);
    }
    expect(sumOf(text, 'sluice_requests_refused_total', { code: 'model_not_found' })).toBe(0);
    expect(sumOf(text, 'sluice_http_requests_total', { function: 'embeddings', status: '200' })).toBe(20);
    expect(sumOf(text, 'sluice_circuit_state')).toBe(0);
    expect(sumOf(text, 'sluice_cache_bytes')).toBeGreaterThan(1_000);
    expect(sumOf(text, 'sluice_http_requests_in_flight')).toBe(1);
    expect(sumOf(text, 'sluice_ledger_written_records_total')).toBeGreaterThan(200);
    expect(sumOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  it('is in order by the rules of promtool, and in the text format a scraper expects', async () => {
    const answer = await get('/metrics', asScraper);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(lintPrometheus(await answer.text())).toEqual([]);
  });

  it('never-shows-what-is-private: no prompt, session, path, key or address stands in it', async () => {
    const text = await scrape();
    const addresses = Object.values(app.simulator.resources).map(({ url }) => new URL(url).host);
    const keys = [scraper, plain, bounded].flatMap(({ key, id }) => [key, key.slice(-43), id]);
    for (const word of [...Object.values(planted), ...addresses, ...keys, 'e'.repeat(32), functionKey]) {
      expect(text.includes(word), `${word} was seen`).toBe(false);
    }
  });

  it('has no series for what callers make up: thousands of models, sessions and paths', async () => {
    const before = new Set(ownSeriesOf(await scrape()));
    for (let round = 0; round < 2; round += 1) {
      const requests = Array.from({ length: 1_000 }, (_, index) => ({
        body: { model: `made-up-${round}-${index}`, messages: [{ role: 'user', content: 'Hi' }] },
      }));
      const headers = { authorization: `Bearer ${plain.key}`, 'x-sluice-session': `session-${round}` };
      const made = await app.post('/v1/batch', { requests, concurrency: 32 }, { headers });
      expect([made.status, (await made.text()).includes('model_not_found')]).toEqual([200, true]);
      for (let index = 0; index < 1_000; index += 20) {
        const paths = Array.from({ length: 20 }, (_, part) => `/made/up/${round}/${index + part}`);
        await Promise.all(paths.map(async (path) => (await get(path)).text()));
      }
    }
    const text = await scrape();
    expect(sumOf(text, 'sluice_calls_total', { model: 'other' })).toBeGreaterThanOrEqual(2_000);
    expect(sumOf(text, 'sluice_requests_refused_total', { code: 'route_not_found' })).toBeGreaterThanOrEqual(2_000);
    expect(ownSeriesOf(text).filter((series) => !before.has(series))).toEqual([
      expect.stringMatching(/^sluice_http_requests_total\{function="batch",status="200",replica="[0-9a-f]{8}"\}$/),
    ]);
  });

  it.each<[who: string, headers: () => Record<string, string>, status: number, code: string]>([
    ['nobody', () => ({}), 401, 'invalid_api_key'],
    ['a caller who is no admin', () => ({ 'api-key': plain.key }), 403, 'admin_required'],
    ['a function key, which opens another route', () => ({ 'x-functions-key': functionKey }), 401, 'invalid_api_key'],
  ])('is refused to %s', async (_who, headers, status, code) => {
    const answer = await get('/metrics', headers());
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([status, code]);
  });

  it('has a second door for who has a function key, and no gateway key opens it', async () => {
    const answer = await get('/metrics/by-function-key', { 'x-functions-key': functionKey });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('sluice_build_info{');
    expect((await get(`/metrics/by-function-key?code=${functionKey}`)).status).toBe(200);
    expect((await get('/metrics/by-function-key', asScraper)).status).toBe(401);
    expect((await get('/metrics/by-function-key')).status).toBe(401);
  });
});
