import { OpenAI } from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { startHost } from '../../local/host/start-host.ts';
import { testedAppRoot } from '../setup/tested-app-root.ts';
import { startAzurite } from '../setup/azurite.ts';
import { jsonOf } from '../setup/function-app.ts';
import { twoResources, type GatewayFixtureOptions } from '../setup/gateway-fixture.ts';
import { runsRedis, startRedis } from '../setup/redis.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

let app: RunningApp;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: GatewayFixtureOptions): Promise<void> {
  app = await startApp(options);
  closing.push(() => app.stop());
}

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 5 };
const day = (tokens: number, more: object = {}) => ({ budgets: [{ tokens, per: 'day', ...more }] });

async function ask(body: object = chat, headers: Record<string, string> = {}, url = app.url) {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'api-key': app.key, ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const code: unknown = answer.ok ? undefined : JSON.parse(text).error.code;
  return { status: answer.status, code, headers: answer.headers, text };
}

async function budget(url = app.url) {
  const { data } = await jsonOf(await fetch(`${url}/v1/budgets`, { headers: { 'api-key': app.key } }));
  return { used: Number(data[0].used), held: Number(data[0].held) };
}

describe('the rates of a caller', () => {
  it('refuse what is more, and say on every answer how they stand', async () => {
    await start({ caller: { limits: { requestsPerMinute: 2, tokensPerMinute: 100_000 } } });
    const { headers } = await ask();
    expect(headers.get('x-ratelimit-limit-requests')).toBe('2');
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(headers.get('x-ratelimit-limit-tokens')).toBe('100000');
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, refused.code]).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(50);
    expect(retryAfter).toBeLessThan(62);
    expect(app.simulator.counts().calls).toBe(2);
  });
});

describe('a refusal', () => {
  const sdk = (sent: number[]) =>
    new OpenAI({
      apiKey: app.key,
      baseURL: `${app.url}/v1`,
      maxRetries: 2,
      fetch: async (...args) => {
        const answer = await fetch(...args);
        sent.push(answer.status);
        return answer;
      },
    });
  const send = (client: OpenAI, more: object = {}) =>
    client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Why is the sky blue?' }],
      max_tokens: 5,
      ...more,
    });

  it('for a budget is not sent again by OpenAI’s client, and says what would fit', async () => {
    await start({ caller: day(100) });
    const sent: number[] = [];
    const refused: unknown = await send(sdk(sent), { max_tokens: 95 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, code: 'budget_exceeded' });
    expect(sent).toEqual([429]);
    const most = Number(/A max_tokens of (\d+) would fit/.exec(String(refused))?.[1]);
    expect((await send(sdk(sent), { max_tokens: most })).object).toBe('chat.completion');
  });

  it('that can never pass carries no time to wait', async () => {
    await start({ caller: { limits: { tokensPerMinute: 50 } } });
    const { status, headers } = await ask({ ...chat, max_tokens: 60 });
    expect([status, headers.get('retry-after'), headers.get('x-should-retry')]).toEqual([429, null, 'false']);
  });
});

describe('a budget', () => {
  it('refuses the call that may use more than is left, and is charged what calls used', async () => {
    await start({ caller: day(1_000) });
    // Each may use nearly all of it, and uses little: the second only fits because the first was settled.
    const long = { ...chat, max_tokens: 900, stop: 'x' };
    const { usage } = JSON.parse((await ask({ ...long, max_tokens: 20 })).text);
    expect(await budget()).toEqual({ used: usage.total_tokens, held: 0 });
    expect((await ask(long)).status).toBe(200);
    const { used } = await budget();
    const refused = await ask({ ...chat, max_tokens: 1_000 - used });
    expect([refused.status, refused.code]).toEqual([429, 'budget_exceeded']);
    expect(await budget()).toEqual({ used, held: 0 });
  });

  it('that is soft warns, and refuses nothing', async () => {
    await start({ caller: day(10, { mode: 'soft' }) });
    const { status, headers } = await ask();
    expect(status).toBe(200);
    expect(headers.get('x-sluice-budget-warning')).toMatch(/^caller tokens per day; used=\d+%$/);
  });

  it('of a session is that session’s alone', async () => {
    await start({ caller: day(40, { for: 'session' }) });
    const large = { ...chat, max_tokens: 25 };
    const outcomes = [];
    for (const session of ['a', 'a', 'a', 'b']) {
      outcomes.push((await ask(large, { 'x-sluice-session': session })).status);
    }
    expect(outcomes.at(0)).toBe(200);
    expect(outcomes.at(2)).toBe(429);
    expect(outcomes.at(3)).toBe(200);
  });

  it('is charged what a stream used, at its end', async () => {
    await start({ caller: day(10_000) });
    const { text } = await ask({ ...chat, stream: true, stream_options: { include_usage: true } });
    const used = Number(/"total_tokens":(\d+)/.exec(text)?.[1]);
    await expect.poll(() => budget()).toEqual({ used, held: 0 });
  });

  it('is charged what a stream had used when its caller hung up', async () => {
    await start({ caller: day(10_000) });
    app.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 50 } });
    const leaving = new AbortController();
    const body = { ...chat, max_tokens: 500, stream: true };
    const answer = await app.post('/v1/chat/completions', body, { signal: leaving.signal });
    await answer.body?.getReader().read();
    expect((await budget()).held).toBeGreaterThan(500);
    leaving.abort();
    await expect.poll(async () => (await budget()).held, { timeout: 5_000 }).toBe(0);
    const { used } = await budget();
    expect(used).toBeGreaterThan(5);
    expect(used).toBeLessThan(400);
  });

  it('gets back all that a failed call had reserved', async () => {
    await start({ caller: day(10_000), retry: { maxAttempts: 1 } });
    app.simulator.inject({ fault: { kind: 'status', status: 500 } });
    expect((await ask()).status).toBe(502);
    await expect.poll(() => budget()).toEqual({ used: 0, held: 0 });
  });

  it('is charged the prompt of a call whose caller left it while it was under way', async () => {
    await start({ caller: day(10_000) });
    app.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 2_000 } });
    const leaving = new AbortController();
    const asked = app.post('/v1/chat/completions', chat, { signal: leaving.signal }).catch(() => undefined);
    await expect.poll(async () => (await budget()).held).toBeGreaterThan(0);
    await expect.poll(() => app.simulator.counts().calls).toBe(1);
    leaving.abort();
    await asked;
    await expect.poll(async () => (await budget()).held, { timeout: 5_000 }).toBe(0);
    expect((await budget()).used).toBeGreaterThan(0);
  });
});

describe('a budget without Redis', () => {
  it('is what the ledger says when the app was killed and starts again', async () => {
    const azurite = await startAzurite();
    closing.push(() => azurite.close());
    const env = { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_SPOOL_FOLDER: await temporaryFolder() };
    await start({ caller: day(50), env });
    const { usage } = JSON.parse((await ask()).text);
    // Behind the answer the call is written down; a process that is killed before has told nobody of it.
    const records = async () =>
      (await jsonOf(await fetch(`${app.url}/v1/usage`, { headers: { 'api-key': app.key } }))).data;
    await expect.poll(records).toHaveLength(1);
    process.kill(await app.host.workerPid(), 'SIGKILL');
    await expect.poll(() => budget(), { timeout: 15_000 }).toEqual({ used: usage.total_tokens, held: 0 });

    let { used } = await budget();
    let refused;
    for (let calls = 0; calls < 10 && refused === undefined; calls += 1) {
      const answer = await ask();
      if (answer.status === 200) used += Number(JSON.parse(answer.text).usage.total_tokens);
      else refused = answer.code;
    }
    expect(refused).toBe('budget_exceeded');
    expect(used).toBeLessThanOrEqual(50);
  }, 60_000);
});

describe.runIf(runsRedis)('two instances of the app on one Redis', () => {
  it('share a budget to the token', async () => {
    const redis = await startRedis();
    closing.push(() => redis.stop());
    await start({ caller: { ...day(200), admin: true }, env: { SLUICE_REDIS_URL: redis.url } });
    const second = await startHost({
      appRoot: testedAppRoot,
      quiet: true,
      env: app.env,
    });
    closing.push(() => second.stop());
    // Until both are connected each goes by its own share.
    for (const url of [app.url, second.url]) {
      await expect
        .poll(async () => {
          const health = await fetch(`${url}/openai/health`, { headers: { 'api-key': app.key } });
          const { store, limits } = await jsonOf(health);
          return [store, limits.store];
        })
        .toEqual([expect.anything(), 'up']);
    }
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, at) => ask(chat, {}, at % 2 === 0 ? app.url : second.url)),
    );
    const served = outcomes.filter(({ status }) => status === 200);
    const spent = served.reduce((sum, { text }) => sum + Number(JSON.parse(text).usage.total_tokens), 0);
    expect(served.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ code }) => code === 'budget_exceeded').length).toBe(outcomes.length - served.length);
    expect(spent).toBeLessThanOrEqual(200);
    for (const url of [app.url, second.url]) {
      await expect.poll(() => budget(url)).toEqual({ used: spent, held: 0 });
    }
  }, 30_000);
});

describe('a deployment of 60 requests a minute', () => {
  async function burst(capacity: object) {
    await start({
      simulator: {
        ...twoResources,
        resources: {
          east: {
            keys: ['e'.repeat(32), 'f'.repeat(32)],
            deployments: { slow: { model: 'gpt-4o', requestsPerMinute: 60 } },
          },
        },
      },
      upstreamsAndModels: ({ resources }) => ({
        upstreams: { east: { endpoint: resources['east']?.url, credential: { setting: 'EAST_KEY' } } },
        models: { 'gpt-4o': { deployments: [{ name: 'slow', upstream: 'east', deployment: 'slow', capacity }] } },
      }),
      timeouts: { deadlineMs: 30_000, attemptMs: 10_000 },
    });
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => ask()));
    const health = await jsonOf(await fetch(`${app.url}/openai/health`, { headers: { 'api-key': app.key } }));
    return { statuses: outcomes.map(({ status }) => status), errors: Number(health.deployments[0].errorCount) };
  }

  it('refuses none of the calls that are paced, and some of those that are not', async () => {
    const paced = await burst({ requestsPerMinute: 60 });
    expect(paced).toEqual({ statuses: Array.from({ length: 15 }, () => 200), errors: 0 });
    expect((await burst({})).errors).toBeGreaterThan(0);
  }, 60_000);
});
