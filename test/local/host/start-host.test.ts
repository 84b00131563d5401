import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHost, type Host, type HostOptions } from '../../../local/host/start-host.ts';
import { buildFixtureApp, open, send } from './fixture-app.ts';

let appRoot: string;
let host: Host;
const started: Host[] = [];

async function start(options: Partial<HostOptions> = {}): Promise<Host> {
  const one = await startHost({ appRoot, quiet: true, ...options });
  started.push(one);
  return one;
}

beforeAll(async () => {
  appRoot = await buildFixtureApp();
  host = await start();
});

afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
  await rm(appRoot, { recursive: true });
});

async function echo(path: string, options: Parameters<typeof send>[1] = {}, url = host.url) {
  const { body } = await send(url + path, options);
  return JSON.parse(body);
}

describe('routes', () => {
  it.each([
    ['GET', '/echo', 200, 'echo', {}],
    ['GET', '/ECHO/Bob', 200, 'echo', { name: 'Bob' }],
    ['GET', '/echo/bob/', 200, 'echo', { name: 'bob' }],
    ['POST', '/echo/bob', 200, 'echo', { name: 'bob' }],
    ['GET', '/files/a%2Fb/c%20d', 200, 'rest', { rest: 'a%2Fb/c d' }],
    ['GET', '/files/a/../b', 200, 'rest', { rest: 'b' }],
    ['GET', '/files/a:b;c//d.e/', 200, 'rest', { rest: 'a:b;c//d.e/' }],
    ['GET', '/files/', 200, 'rest', {}],
    ['GET', '/greedy/exact', 200, 'a-greedy', { any: 'exact' }],
    ['DELETE', '/greedy/exact', 200, 'exact', {}],
  ])('%s %s is answered %i by %s', async (method, path, status, name, params) => {
    const answer = await send(host.url + path, { method });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ function: name, params });
  });

  it.each([
    ['GET', '/nowhere'],
    ['PUT', '/echo/bob'],
    ['OPTIONS', '/echo/bob'],
    ['HEAD', '/report'],
    ['GET', '/echo/bob/more'],
    ['GET', '/runtime/webhooks/x'],
  ])('%s %s is answered 404 without a body', async (method, path) => {
    expect(await send(host.url + path, { method })).toMatchObject({ status: 404, body: '' });
  });

  it('answers a declared HEAD without a body, and a NUL in the path with 400', async () => {
    expect(await send(`${host.url}/echo`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await send(`${host.url}/files/a%00b`)).toMatchObject({ status: 400 });
  });

  it('shows the function an escaped slash escaped once more, as the real host does', async () => {
    expect(await echo('/files/a%2Fb?c=d')).toMatchObject({ url: `${host.url}/files/a%252Fb?c=d` });
  });

  it('keeps / and /admin to itself', async () => {
    expect(await send(host.url)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    const { body } = await send(`${host.url}/admin/functions`);
    const listed: { name: string }[] = JSON.parse(body);
    expect(listed.map(({ name }) => name)).toEqual(host.functions);
    expect(await send(`${host.url}/admin/host/status`)).toMatchObject({ status: 200 });
  });

  it('runs a function without a route when asked over /admin', async () => {
    const answer = await send(`${host.url}/admin/functions/nightly`, {
      method: 'POST',
      body: '{"input":{"IsPastDue":true}}',
    });
    expect(answer.status).toBe(202);
    await expect.poll(() => host.logs()).toContain('nightly ran: {"isPastDue":true}');
  });
});

describe('requests and answers', () => {
  it('sends chunked answers that name their invocation', async () => {
    const answer = await send(`${host.url}/echo`);
    expect(answer.headers).toMatchObject({ 'transfer-encoding': 'chunked', 'content-type': 'application/json' });
    expect(answer.headers['x-ms-invocation-id']).toBe(JSON.parse(answer.body).invocationId);
  });

  it('joins repeated request headers, and says itself where a request came from', async () => {
    const headers = [
      'authorization',
      'one',
      'authorization',
      'two',
      'x-forwarded-host',
      'evil.example',
      'x-forwarded-prefix',
      '/evil',
    ];
    headers.push('host', new URL(host.url).host);
    const seen = await echo('/echo', { headers });
    expect(seen.headers.authorization).toBe('one,two');
    expect(seen.arrival.headers.authorization).toBe('one, two');
    expect(seen.arrival.headers['x-forwarded-prefix']).toBeUndefined();
    expect(seen.url).toBe(`${host.url}/echo`);
  });

  it('continues the caller’s trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect((await echo('/echo', { headers: { traceparent } })).traceParent).toContain(
      '0af7651916cd43dd8448eb211c80319c',
    );
  });

  it('passes chunks on when they come, both ways', async () => {
    const down = open(`${host.url}/ticks?count=3&everyMs=150`);
    down.request.end();
    const at: number[] = [];
    for await (const chunk of await down.answer) if (String(chunk) !== '') at.push(Date.now());
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(150);

    const up = open(`${host.url}/upload`, { method: 'POST' });
    up.request.write('hello');
    const incoming = await up.answer;
    up.request.end('x'.repeat(100_000));
    expect((await incoming.toArray()).join('')).toBe('first 5\nrest 100000\n');
  });

  it('answers a body over the limit with an empty 500, with a length or without', async () => {
    const small = await start({ env: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' } });
    const body = 'x'.repeat(1001);
    expect(await send(`${small.url}/echo`, { method: 'POST', body })).toMatchObject({ status: 500, body: '' });
    const { request, answer } = open(`${small.url}/echo`, { method: 'POST' });
    request.write(body);
    expect((await answer).statusCode).toBe(500);
    request.destroy();
    expect((await echo('/echo', { method: 'POST', body: 'x'.repeat(1000) }, small.url)).body).toHaveLength(1000);
  });
});

describe('keys', () => {
  it('are checked when asked to: header before query, master for everything', async () => {
    const keys = { master: 'm', default: 'd', functions: { keyed: 'f' } };
    const locked = await start({ enableAuth: true, keys });
    const statusOf = async (path: string, headers: Record<string, string> = {}) =>
      (await send(locked.url + path, { headers })).status;
    expect(await statusOf('/echo')).toBe(200);
    expect(await statusOf('/keyed')).toBe(401);
    expect(await statusOf('/keyed', { authorization: 'Bearer f' })).toBe(401);
    expect(await statusOf('/keyed?code=f')).toBe(200);
    expect(await statusOf('/keyed?Code=f')).toBe(200);
    expect(await statusOf('/keyed?code=f', { 'x-functions-key': 'wrong' })).toBe(401);
    expect(await statusOf('/keyed', { 'x-functions-key': 'd' })).toBe(200);
    expect(await statusOf('/admin-only', { 'x-functions-key': 'd' })).toBe(401);
    expect(await statusOf('/admin-only', { 'x-functions-key': 'm' })).toBe(200);
    expect(await statusOf('/admin/functions')).toBe(401);
  });

  it('are not looked at otherwise, as under func start', async () => {
    expect((await send(`${host.url}/admin-only`)).status).toBe(200);
  });
});

describe('what a caller can do to the request a function sees', () => {
  it('replaces its headers by the query or by a body of any type, while the arrival’s stay true', async () => {
    const planted = encodeURIComponent('{"authorization":"ADMIN"}');
    const byQuery = await echo(`/echo?Headers=${planted}`, { headers: { authorization: 'bob' } });
    const byBody = await echo('/echo', {
      method: 'POST',
      body: '{"Headers":{"authorization":"ADMIN"}}',
      headers: { authorization: 'bob', 'content-type': 'text/plain' },
    });
    for (const seen of [byQuery, byBody]) {
      expect(seen.headers.authorization).toBe('ADMIN');
      expect(seen.arrival.headers.authorization).toBe('bob');
    }
    expect((await echo('/echo?headers=1')).headers).toEqual({});
  });

  it('plants route values, and hides one by writing its name in other letters', async () => {
    expect((await echo('/echo?role=admin')).params).toEqual({ role: 'admin' });
    expect((await echo('/files/mine?REST=theirs')).params).toEqual({ REST: 'mine' });
  });

  it('cannot choose its invocation id, except on an older host, where no handler ever sees it', async () => {
    const headers = { 'x-ms-invocation-id': 'mine' };
    expect((await echo('/echo', { headers })).invocationId).not.toBe('mine');
    const older = await start({ keepInvocationId: true });
    expect(await send(`${older.url}/echo`, { headers })).toMatchObject({ status: 400 });
  });

  it('makes the library throw before the handler: 500 at once here, and the app’s own 400 where Azure would hang', async () => {
    const path = `/echo?Headers=${encodeURIComponent('{"x y":1}')}`;
    expect(await send(host.url + path)).toMatchObject({ status: 500, body: '' });
    const faithful = await start({ faithfulHang: true });
    expect(await send(faithful.url + path)).toMatchObject({ status: 400 });
  });
});

describe('streams', () => {
  it('end within a second of the caller’s hang-up', async () => {
    const { request, answer } = open(`${host.url}/polite?everyMs=20`);
    request.end();
    request.on('error', () => {});
    await once(await answer, 'data');
    const hungUpAt = Date.now();
    request.destroy();
    await expect.poll(async () => (await report()).isOver).toBe(true);
    const { goneAt, stoppedAt } = await report();
    expect(goneAt - hungUpAt).toBeLessThan(1000);
    expect(stoppedAt - hungUpAt).toBeLessThan(1000);
  });

  it('wait for a slow reader', async () => {
    const { request, answer } = open(`${host.url}/polite?everyMs=0`);
    request.end();
    request.on('error', () => {});
    const incoming = await answer;
    let before = -1;
    for (let produced = 0; produced !== before; produced = (await report()).produced) {
      before = produced;
      await wait(150);
    }
    // 64 KiB each; what the kernel holds for three connections is some megabytes.
    expect(before).toBeLessThan(300);
    const goesOn = once(incoming, 'data');
    await goesOn;
    await expect.poll(async () => (await report()).produced).toBeGreaterThan(before);
    request.destroy();
    await expect.poll(async () => (await report()).isOver).toBe(true);
  });

  it('that the app cuts arrive up to the cut and look cut', async () => {
    const { request, answer } = open(`${host.url}/cut`);
    request.end();
    const incoming = await answer;
    let received = '';
    await expect(
      (async () => {
        for await (const chunk of incoming) received += String(chunk);
      })(),
    ).rejects.toThrow('aborted');
    expect(received).toBe('data: {"error":{"code":"upstream_failed"}}\n\n');
  });

  async function report(): Promise<{ produced: number; isOver: boolean; goneAt: number; stoppedAt: number }> {
    return JSON.parse((await send(`${host.url}/report`)).body);
  }
});

describe('failures', () => {
  it.each(['/throws', '/silent'])('%s is answered 500 at once, with a warning of what Azure would do', async (path) => {
    expect(await send(host.url + path)).toMatchObject({ status: 500, body: '' });
    expect(host.logs().join('\n')).toContain(`Azure would keep the caller of "${path.slice(1)}" waiting for 240 s`);
  });

  it('cut a stream whose body breaks', async () => {
    await expect(send(`${host.url}/breaks`)).rejects.toThrow('aborted');
  });

  it('replace a worker that crashes; its neighbours are cut, and the next request is served', async () => {
    const fragile = await start();
    const pid = await fragile.workerPid();
    const { request, answer } = open(`${fragile.url}/ticks?count=100&everyMs=50`);
    request.end();
    await once(await answer, 'data');
    const neighbour = (await answer).toArray();
    neighbour.catch(() => {});
    expect((await send(`${fragile.url}/crash`)).status).toBe(500);
    await expect(neighbour).rejects.toThrow('aborted');
    expect((await send(`${fragile.url}/report`)).status).toBe(200);
    expect(await fragile.workerPid()).not.toBe(pid);
    expect(fragile.logs().join('\n')).toContain('nobody caught this');
  });

  it('replace the worker when a function outlasts functionTimeout', async () => {
    const root = await buildFixtureApp();
    await writeFile(
      `${root}/host.json`,
      '{"version":"2.0","functionTimeout":"00:00:01","extensions":{"http":{"routePrefix":""}}}',
    );
    const impatient = await start({ appRoot: root });
    onTestFinished(() => rm(root, { recursive: true }));
    const pid = await impatient.workerPid();
    expect((await send(`${impatient.url}/never`)).status).toBe(500);
    expect((await send(`${impatient.url}/report`)).status).toBe(200);
    expect(await impatient.workerPid()).not.toBe(pid);
  });

  it('to load the app are the app’s own message', async () => {
    await expect(start({ env: { FIXTURE_BROKEN: 'yes' } })).rejects.toThrow(
      'Three settings are wrong:\n- one\n- two\n- three',
    );
  });

  it('to listen are said, and leave no worker behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    const lines: string[] = [];
    await expect(start({ port: address.port, onLog: (line) => lines.push(line) })).rejects.toThrow('EADDRINUSE');
    expect(lines).toContain('the app terminates');
    taken.close();
  });
});

describe('stopping', () => {
  it('lets an answer under way finish, and takes no new one', async () => {
    const leaving = await start();
    const { request, answer } = open(`${leaving.url}/ticks?count=4&everyMs=100`);
    request.end();
    const incoming = await answer;
    const stopped = leaving.stop({ drainMs: 10_000 });
    await expect(send(`${leaving.url}/echo`)).rejects.toThrow('ECONNREFUSED');
    expect((await incoming.toArray()).join('')).toContain('data: 3');
    await stopped;
    expect(leaving.logs()).toContain('the app terminates');
  });

  it('waits no longer than it was told', async () => {
    const leaving = await start();
    const endless = send(`${leaving.url}/never`);
    endless.catch(() => {});
    await send(`${leaving.url}/echo`);
    await leaving.stop({ drainMs: 50 });
    await expect(endless).rejects.toThrow();
  });

  it('restarts its worker when asked', async () => {
    const pid = await host.workerPid();
    await host.restartWorker();
    expect(await host.workerPid()).not.toBe(pid);
    expect((await send(`${host.url}/echo`)).status).toBe(200);
  });
});
