import { afterEach, describe, expect, it } from 'vitest';
import { startHost } from '../../local/host/start-host.ts';
import { testedAppRoot } from '../setup/tested-app-root.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { jsonOf } from '../setup/function-app.ts';
import { routed } from '../setup/routed.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

let app: RunningApp;
let azurite: Azurite | undefined;
afterEach(async () => {
  await app.stop();
  await azurite?.close();
  azurite = undefined;
});

const ask = (content: string, members: object = {}) =>
  app.post('/v1/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content }], ...members });

const usageOf = async (query = 'group_by=caller', url = app.url) =>
  fetch(`${url}/v1/usage?${query}`, { headers: { 'api-key': app.key } });

/** What the simulator says it really read and sent, of the calls it answered. */
function upstreamTotals() {
  const served = app.simulator.ledger().filter(({ status, fault }) => status === 200 && fault === undefined);
  return {
    promptTokens: served.reduce((sum, entry) => sum + entry.promptTokens, 0),
    completionTokens: served.reduce((sum, entry) => sum + entry.completionTokens, 0),
  };
}

/** Plain and streamed calls, a retry, a fail-over, a kept answer and an embedding; 11 calls, one of them refused. */
async function variedRun(round: string): Promise<void> {
  for (const stream of [false, true]) {
    await (await ask(`${round}: why is the sky blue?`, { stream })).text();
    await (await ask(`${round}: tell it in three words, please`, { stream, model: 'gpt-4o-mini' })).text();
    app.simulator.inject({ deployment: 'chat-east', times: 1, fault: { kind: 'status', status: 500 } });
    await (await ask(`${round}: and why is the sea? ${stream}`, { stream })).text();
    app.simulator.inject({ deployment: 'mini-east', times: 1, fault: { kind: 'reset' } });
    await (await ask(`${round}: are they the same?`, { stream, model: 'gpt-4o-mini' })).text();
    app.simulator.clearFaults();
  }
  const input = [`${round}: one`, `${round}: two`];
  await (await app.post('/v1/embeddings', { model: 'text-embedding-3-small', input })).text();
  await (await ask(`${round}: what is kept is not asked again`)).text();
  await (await ask('refused', { model: 'no-such-model' })).text();
}

/** Sluice counts an event with text as a token; the upstream may have sent more than arrived. */
const mostOff = 8;

describe('GET /v1/usage', () => {
  it('accounts for every token the upstream counted: streams, retries, fail-over and kept answers', async () => {
    app = await startApp(routed({ cache: { ttlSeconds: 60 } }));
    await variedRun('first');
    await variedRun('first');
    const { total, data } = await jsonOf(await usageOf());
    expect(total).toMatchObject({ ...upstreamTotals(), calls: 22, errors: 2, estimatedCalls: 0, unpricedCalls: 0 });
    expect(total.cacheHits).toBeGreaterThanOrEqual(4);
    expect(total.failedAttempts).toBeGreaterThanOrEqual(4);
    expect(total.costNanoDollars).toBeGreaterThan(0);
    expect(data).toEqual([{ group: { caller: 'tests' }, ...total }]);
  });

  it('says tokens and dollars on a plain answer, and the same in CSV', async () => {
    app = await startApp();
    const answer = await ask('Why is the sky blue?');
    const { usage } = await jsonOf(answer);
    expect(answer.headers.get('x-sluice-tokens')).toBe(String(usage.total_tokens));
    const cost = answer.headers.get('x-sluice-cost') ?? expect.unreachable('There is no cost.');
    const csv = await usageOf('format=csv');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const [columns = '', row = ''] = (await csv.text()).split('\r\n');
    const place = columns.split(',').indexOf('costDollars');
    expect(row.split(',')[place]).toBe(cost);
  });

  it('settles a stream that its caller leaves, as an estimate of what came', async () => {
    app = await startApp();
    app.simulator.inject({ deployment: 'chat-east', fault: { kind: 'stall', chunks: 4 } });
    const leaving = new AbortController();
    const messages = [{ role: 'user', content: 'Tell a long story.' }];
    const asked = { model: 'gpt-4o', stream: true, messages };
    const response = await app.post('/v1/chat/completions', asked, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    const recordsNow = async () => (await jsonOf(await usageOf(''))).data;
    await expect.poll(recordsNow, { timeout: 5_000 }).toHaveLength(1);
    const [record] = await recordsNow();
    const [entry] = app.simulator.ledger();
    expect(record).toMatchObject({ deployment: 'chat-east', outcome: 'abandoned', estimated: true });
    expect(record.promptTokens).toBe(entry?.promptTokens);
    expect(Math.abs(record.completionTokens - (entry?.completionTokens ?? NaN))).toBeLessThanOrEqual(mostOff);
  });

  it('loses nothing of a run with an outage of the storage in its middle and a restart of the app', async () => {
    azurite = await startAzurite();
    const env = {
      AzureWebJobsStorage: azurite.connectionString,
      SLUICE_USAGE_SPOOL_FOLDER: await temporaryFolder(),
    };
    app = await startApp({ ...routed({ cache: { ttlSeconds: 60 } }), env });
    await variedRun('before');
    expect((await jsonOf(await usageOf())).total).toMatchObject(upstreamTotals());

    await azurite.stop();
    await variedRun('during');
    const unavailable = await usageOf();
    expect([unavailable.status, (await jsonOf(unavailable)).error.code]).toEqual([503, 'usage_unavailable']);
    await app.host.stop();

    await azurite.start();
    const again = await startHost({
      appRoot: testedAppRoot,
      quiet: true,
      env: app.env,
    });
    try {
      const totalNow = async () => (await jsonOf(await usageOf('group_by=caller', again.url))).total;
      await expect
        .poll(totalNow, { timeout: 15_000, interval: 300 })
        .toMatchObject({ ...upstreamTotals(), calls: 22, errors: 2 });
    } finally {
      await again.stop();
    }
  }, 60_000);
});
