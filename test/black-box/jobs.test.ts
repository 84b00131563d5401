import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { jsonOf } from '../setup/function-app.ts';
import type { GatewayFixtureOptions } from '../setup/gateway-fixture.ts';
import { locationOf, pollJob } from '../setup/poll-job.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let azurite: Azurite;
let app: RunningApp;
beforeAll(async () => {
  azurite = await startAzurite('all');
});
afterAll(() => azurite.close());
afterEach(() => app.stop());

const hurry = { hurryMs: 100 };
const later = { headers: { prefer: 'respond-async' } };
const chat = (content: string, members: object = {}) => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content }],
  ...members,
});

async function start(options: GatewayFixtureOptions = {}): Promise<void> {
  const env = { AzureWebJobsStorage: azurite.connectionString, SLUICE_USAGE_STORE: 'memory', ...options.env };
  app = await startApp({ ...options, env });
}
const stalled = { fault: { kind: 'stall', beforeHeaders: true } } as const;
const ask = (content: string, members: object = {}) => app.post('/v1/chat/completions', chat(content, members), later);
const read = (location: string, init: RequestInit = {}) => fetch(location, init);
const withoutToken = (location: string) => location.split('?')[0] ?? '';
const withKey = (key: string) => ({ headers: { 'api-key': key } });
const statusOf = async (location: string) => (await jsonOf(await read(location))).status;
const usage = async () => (await jsonOf(await read(`${app.url}/v1/usage`, withKey(app.key)))).data;

describe('work that is put off', () => {
  it('is accepted at once, and answered to the byte as the call would have been, as often as it is asked for', async () => {
    await start();
    const accepted = await ask('Why is the sky blue?');
    expect(accepted.status).toBe(202);
    expect(Object.fromEntries(accepted.headers)).toMatchObject({
      'preference-applied': 'respond-async',
      'retry-after': expect.stringMatching(/^\d+$/),
      location: expect.stringMatching(new RegExp(`^${app.url}/v1/jobs/job_[0-9a-f-]+\\?token=[\\w-]{43}$`)),
    });
    const location = accepted.headers.get('location') ?? '';
    expect(await jsonOf(accepted)).toMatchObject({ id: expect.any(String), object: 'job', status: 'queued', location });

    const first = await pollJob(location, hurry);
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': accepted.headers.get('x-request-id'),
      'x-sluice-deployment': 'chat-east',
      'x-sluice-attempts': '1',
      'x-sluice-tokens': expect.any(String),
    });
    const body = await first.text();
    expect(JSON.parse(body).choices[0].message.content).toContain('Why is the sky blue?');
    expect(await (await read(location)).text()).toBe(body);
    expect(await (await read(withoutToken(location), withKey(app.key))).text()).toBe(body);
    expect(app.simulator.counts().calls).toBe(1);
    expect(await usage()).toMatchObject([{ id: JSON.parse(await idOf(location)), outcome: 'completed' }]);
  });

  it.each([
    ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'The sky' }, 'data'],
    ['/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', chat('Why?'), 'choices'],
    ['/ai/generate', { model: 'gpt-4o', prompt: 'Why?' }, 'content'],
    ['/v1/batch', { requests: [{ body: chat('One?') }, { body: chat('Two?') }] }, 'results'],
    ['/v1/summaries', { model: 'gpt-4o', text: 'The sky is blue. '.repeat(50) }, 'text'],
    ['/v1/tokens/count', { model: 'gpt-4o', input: 'The sky' }, 'tokens'],
  ])('is any that is sent by POST: %s', async (path, body, member) => {
    await start();
    const answer = await pollJob(await locationOf(await app.post(path, body, later)), hurry);
    expect([answer.status, Object.keys(await jsonOf(answer))]).toEqual([200, expect.arrayContaining([member])]);
  });

  it('ends in the error that the call would have ended in', async () => {
    await start();
    app.simulator.inject({ fault: { kind: 'status', status: 400, body: 'filter-400' } });
    const answer = await pollJob(await locationOf(await ask('Something bad')), hurry);
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([400, 'content_filter']);
  });

  it('is refused at once where it is plain that it cannot be done', async () => {
    await start({ models: ['gpt-4o'] });
    const refused = async (path: string, body: unknown) => {
      const answer = await app.post(path, body, later);
      return [answer.status, (await jsonOf(answer)).error.code];
    };
    expect(await refused('/v1/chat/completions', '{')).toEqual([400, 'invalid_json']);
    expect(await refused('/v1/chat/completions', { model: 'gpt-4o' })).toEqual([400, 'invalid_request']);
    expect(await refused('/v1/chat/completions', chat('?', { model: 'none' }))).toEqual([404, 'model_not_found']);
    expect(await refused('/v1/chat/completions', chat('?', { model: 'gpt-4o-mini' }))).toEqual([
      403,
      'model_not_allowed',
    ]);
    expect(await refused('/v1/chat/completions', chat('?', { stream: true }))).toEqual([400, 'invalid_request']);
    expect(await refused('/ai/stream', { model: 'gpt-4o', prompt: '?' })).toEqual([400, 'invalid_request']);
    const keyless = await fetch(`${app.url}/v1/chat/completions`, { method: 'POST', ...later, body: '{}' });
    expect(keyless.status).toBe(401);
  });

  it('is waited for as long as its caller prefers, and answered at once when it is done by then', async () => {
    await start();
    const headers = { prefer: 'respond-async, wait=20' };
    const answer = await app.post('/v1/chat/completions', chat('Why is the sky blue?'), { headers });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'respond-async']);
    app.simulator.inject(stalled);
    const slow = await app.post('/v1/chat/completions', chat('Slowly'), {
      headers: { prefer: 'respond-async, wait=1' },
    });
    expect(slow.status).toBe(202);
  });

  it('opens to nobody but its caller and who has its address', async () => {
    const [own, other] = [createGatewayKey(randomBytes), createGatewayKey(randomBytes)];
    const callerOf = ({ id, sha256 }: typeof own) => ({ keys: [{ id, sha256 }] });
    await start({ members: { callers: { own: callerOf(own), other: callerOf(other) } } });
    app.simulator.inject(stalled);
    const headers = { ...later.headers, authorization: `Bearer ${own.key}` };
    const location = await locationOf(await app.post('/v1/chat/completions', chat('A secret'), { headers }));
    const bare = withoutToken(location);
    const wrong = location.replace(/token=.{4}/, 'token=AAAA');
    const codes = async (url: string, init: RequestInit = {}) => {
      const answers = await Promise.all([
        read(url, init),
        read(url, { ...init, method: 'DELETE' }),
        read(url.replace(/(\?|$)/, '/cancel$1'), { ...init, method: 'POST' }),
      ]);
      return Promise.all(answers.map(async (answer) => `${answer.status} ${(await jsonOf(answer)).error.code}`));
    };
    expect(await codes(wrong)).toEqual(Array(3).fill('404 job_not_found'));
    expect(await codes(bare, withKey(other.key))).toEqual(Array(3).fill('404 job_not_found'));
    expect(await codes(wrong, withKey(own.key))).toEqual(Array(3).fill('404 job_not_found'));
    expect(await codes(bare)).toEqual(Array(3).fill('401 invalid_api_key'));
    const unknown = bare.replace(/.$/, (end) => (end === '0' ? '1' : '0'));
    expect(await codes(unknown, withKey(own.key))).toEqual(Array(3).fill('404 job_not_found'));
    expect((await read(bare, withKey(own.key))).status).toBe(202);
    expect(await statusOf(location)).toMatch(/queued|running/);
  });

  it('key-never-logged: shows its address to nobody else', async () => {
    await start();
    const location = await locationOf(await ask('Why is the sky blue?'));
    await pollJob(location, hurry);
    const token = new URL(location).searchParams.get('token') ?? expect.unreachable('There is no token.');
    const logged = app.host.logs().join('\n');
    expect([logged.includes('job-begun'), logged.includes('job-executed')]).toEqual([true, true]);
    expect(logged).not.toContain(token.slice(0, 12));
  });
});

describe('cancelling', () => {
  it.each([
    ['DELETE', ''],
    ['POST', '/cancel'],
  ])('by %s %s ends the work that is under way, and with it the upstream’s', async (method, suffix) => {
    await start({ caller: { budgets: [{ tokens: 100_000, per: 'day' }] } });
    app.simulator.inject(stalled);
    const location = await locationOf(await ask('Slowly', { max_tokens: 5_000 }));
    await expect.poll(() => app.simulator.counts().calls, { timeout: 15_000 }).toBe(1);
    expect(await statusOf(location)).toBe('running');
    const cancelled = await read(location.replace(/(\?|$)/, `${suffix}$1`), { method });
    expect([cancelled.status, (await jsonOf(cancelled)).status]).toEqual([200, 'cancelled']);
    const answer = await read(location);
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([410, 'job_cancelled']);
    await expect.poll(() => app.simulator.counts().cancels, { timeout: 10_000 }).toBe(1);
    const budget = async () => (await jsonOf(await read(`${app.url}/v1/budgets`, withKey(app.key)))).data[0];
    await expect.poll(async () => (await budget()).held).toBe(0);
    expect((await budget()).used).toBeLessThan(100);
  });

  it('of what is done changes nothing, and deleting it removes it', async () => {
    await start();
    const location = await locationOf(await ask('Why is the sky blue?'));
    await pollJob(location, hurry);
    const cancelled = await read(location.replace('?', '/cancel?'), { method: 'POST' });
    expect((await jsonOf(cancelled)).status).toBe('completed');
    expect(await jsonOf(await read(location, { method: 'DELETE' }))).toMatchObject({ deleted: true });
    expect((await read(location)).status).toBe(404);
  });
});

describe('work that a limit refuses', () => {
  it('waits until its deployment takes calls again, and is asked for no sooner', async () => {
    await start({ retry: { maxAttempts: 1 } });
    app.simulator.inject({ times: 3, fault: { kind: 'status', status: 429, body: 'throttled-calls' } });
    const locations = await Promise.all(['One?', 'Two?', 'Three?'].map(async (text) => locationOf(await ask(text))));
    const waits = async () => {
      const asked = await Promise.all(locations.map((location) => read(location)));
      expect(asked.map(({ status }) => status)).toEqual([202, 202, 202]);
      return Math.max(...asked.map(({ headers }) => Number(headers.get('retry-after'))));
    };
    await expect.poll(waits, { timeout: 8_000 }).toBeGreaterThan(5);
    const answers = await Promise.all(locations.map((location) => pollJob(location, { hurryMs: 500 })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('ends where no waiting helps', async () => {
    await start({ caller: { budgets: [{ tokens: 10, per: 'day' }] } });
    const answer = await pollJob(await locationOf(await ask('Why is the sky blue?')), hurry);
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([429, 'budget_exceeded']);
    expect(await usage()).toMatchObject([{ outcome: 'refused', errorCode: 'budget_exceeded' }]);
  });
});

describe('many', () => {
  it('jobs at once are all answered, each its own', async () => {
    await start();
    const questions = Array.from({ length: 50 }, (_, number) => `Question number ${number}?`);
    const locations = await Promise.all(questions.map(async (question) => locationOf(await ask(question))));
    const answers = await Promise.all(
      locations.map(async (location) => jsonOf(await pollJob(location, { hurryMs: 500 }))),
    );
    expect(answers.map(({ choices }, number) => choices[0].message.content.includes(`"${questions[number]}"`))).toEqual(
      questions.map(() => true),
    );
    expect(app.simulator.counts().calls).toBe(50);
    expect(await usage()).toHaveLength(50);
  });
});

describe('a caller who sends much', () => {
  it('is refused when it has as many jobs open as it may', async () => {
    await start({ caller: { maxJobs: 2 } });
    app.simulator.inject(stalled);
    await locationOf(await ask('One?'));
    await locationOf(await ask('Two?'));
    const refused = await ask('Three?');
    expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.headers.get('retry-after')).toBe('10');
  });

  it('leaves room for others', async () => {
    const [busy, other] = [createGatewayKey(randomBytes), createGatewayKey(randomBytes)];
    const keysOf = ({ id, sha256 }: typeof busy) => ({ keys: [{ id, sha256 }] });
    await start({ members: { callers: { busy: keysOf(busy), other: keysOf(other) } } });
    app.simulator.inject(stalled);
    const post = (path: string, key: string, body: object) =>
      app.post(path, body, { headers: { ...later.headers, authorization: `Bearer ${key}` } });
    const asked = Array.from({ length: 40 }, (_, number) =>
      post('/v1/chat/completions', busy.key, chat(`Question ${number}?`)),
    );
    await Promise.all(asked.map(async (answer) => locationOf(await answer)));
    const counting = await post('/v1/tokens/count', other.key, { model: 'gpt-4o', input: 'Why?' });
    const counted = await pollJob(await locationOf(counting), hurry);
    expect(counted.status).toBe(200);
    expect(app.simulator.counts().calls).toBe(8);
  });

  it('and is put off by its rate has made no call meanwhile', async () => {
    await start({ caller: { limits: { requestsPerMinute: 1 } } });
    await pollJob(await locationOf(await ask('One?')), hurry);
    const location = await locationOf(await ask('Two?'));
    const waiting = async () => Number((await read(location)).headers.get('retry-after'));
    await expect.poll(waiting, { timeout: 15_000 }).toBeGreaterThan(15);
    expect(await usage()).toMatchObject([{ outcome: 'completed' }]);
  });
});

describe('a storage that is down', () => {
  it('is said with 503, and hinders no other call', async () => {
    await start();
    await (await pollJob(await locationOf(await ask('Why is the sky blue?')), hurry)).text();
    await azurite.stop();
    try {
      const refused = await ask('And the sea?');
      expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([503, 'jobs_unavailable']);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await jsonOf(await read(`${app.url}/health/ready`))).toMatchObject({ ready: true, jobs: 'failed' });
      expect((await app.post('/v1/chat/completions', chat('Now'))).status).toBe(200);
    } finally {
      await azurite.start();
    }
  });
});

describe('without storage', () => {
  it('the preference is ignored: the answer comes at once', async () => {
    app = await startApp();
    const answer = await ask('Why is the sky blue?');
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, null]);
    expect(app.host.functions).not.toContain('run-job');
    const job = await read(`${app.url}/v1/jobs/job_01a1fd123965-523bb38a57-a698f69c62`, withKey(app.key));
    expect([job.status, (await jsonOf(job)).error.code]).toEqual([404, 'job_not_found']);
  });
});

const idOf = async (location: string) => JSON.stringify(new URL(location).pathname.split('/').at(-1));
