import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { createGateway, type Gateway } from '../../../shared/gateway/gateway.ts';
import { jsonAnswer } from '../../../shared/http/answers.ts';
import {
  endpoint,
  functionKeyEndpoint,
  openEndpoint,
  type CallerRoute,
  type OpenRoute,
} from '../../../shared/http/endpoint.ts';
import type { CallerExchange } from '../../../shared/http/exchange.ts';
import type { Worker } from '../../../shared/http/worker.ts';
import { callFunction, type FunctionCall } from '../../setup/call-function.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { recordedLog, type RecordedLog } from '../../setup/recorded-log.ts';
import { filesIn, textOf } from '../../setup/repository-text.ts';

let running: GatewayParts;
let gateway: Gateway;
let log: RecordedLog;
beforeAll(async () => {
  running = await startGatewayParts();
  gateway = createGateway(running.config, { credentialOf: running.parts.credentialOf, log: running.log });
});
beforeEach(() => {
  log = recordedLog();
});
afterAll(async () => {
  await gateway.close();
  await running.stop();
});

const worker = (): Omit<Worker, 'arrivals'> => ({
  gateway,
  log,
  maxBodyBytes: 100,
  now: () => 1_000,
  newRequestId: () => 'new-id',
});

function ask(route: CallerRoute, call: Partial<FunctionCall> = {}) {
  const headers = { 'api-key': running.key, ...call.headers };
  return callFunction((arrivals) => endpoint(route, { ...worker(), arrivals }), { path: '/v1/x', ...call, headers });
}

function askOpenly(route: OpenRoute, call: Partial<FunctionCall> = {}) {
  return callFunction((arrivals) => openEndpoint(route, { ...worker(), arrivals }), { path: '/v1/x', ...call });
}

const codeOf = (answer: { text: string }): unknown => JSON.parse(answer.text).error.code;

describe('endpoint', () => {
  it('gives the route who calls, what over and since when', async () => {
    let seen: CallerExchange | undefined;
    const gone = new AbortController().signal;
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await ask((exchange) => jsonAnswer({ name: (seen = exchange).call.caller.name }), {
      path: '/openai/deployments/gpt%204o%2Fprod/chat/completions?api-version=2024-10-21&x=a%20b',
      headers: { traceparent, 'x-request-id': 'mine-1' },
      arrival: { gone },
    });
    expect(answer).toMatchObject({ status: 200, text: '{"name":"tests"}' });
    expect(seen?.path).toEqual(['openai', 'deployments', 'gpt 4o/prod', 'chat', 'completions']);
    expect(seen?.query.get('api-version')).toBe('2024-10-21');
    expect(seen?.query.get('x')).toBe('a b');
    expect(seen?.call).toMatchObject({ requestId: 'mine-1', startedMs: 1_000, gone });
    expect(seen?.call.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/);
    expect(running.key).toContain(seen?.call.keyId);
  });

  it.each([
    ['authorization', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['api-key', (key: string) => ({ 'api-key': key })],
    ['x-functions-key', (key: string) => ({ 'x-functions-key': key })],
  ])('takes the key in %s, and no other', async (_name, headersWith) => {
    const handler = (headers: FunctionCall['headers']) =>
      callFunction((arrivals) => endpoint(() => jsonAnswer({}), { ...worker(), arrivals }), {
        path: '/v1/x',
        headers: headers ?? {},
      });
    expect((await handler(headersWith(running.key))).status).toBe(200);
    const refused = await handler(headersWith('sluice_aaaaaaaaaa_wrong'));
    expect(refused).toMatchObject({ status: 401 });
    expect(codeOf(refused)).toBe('invalid_api_key');
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('traces the call with its request id and caller, and a refusal with its code; the request without a caller is not traced', async () => {
    const tracing = recordedTracing();
    const traced = { ...worker(), tracing };
    const asked = { path: '/v1/x', headers: { 'api-key': running.key } };
    await callFunction((arrivals) => endpoint(() => jsonAnswer({}), { ...traced, arrivals }), asked);
    await callFunction((arrivals) => endpoint(() => jsonAnswer({}), { ...traced, arrivals }), { path: '/v1/x' });
    await callFunction((arrivals) => openEndpoint(() => jsonAnswer({}), { ...traced, arrivals }), asked);
    expect(tracing.spans.map(({ attributes }) => attributes)).toMatchObject([
      { 'http.response.status_code': 200, 'sluice.request_id': 'new-id', 'sluice.caller': 'tests' },
      { 'http.response.status_code': 401, 'sluice.error_code': 'invalid_api_key', 'sluice.request_id': 'new-id' },
    ]);
    expect(tracing.spans).toHaveLength(2);
  });

  it('refuses a call without a key before its route is asked', async () => {
    const answer = await ask(() => expect.unreachable('the route was asked'), { headers: { 'api-key': '' } });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'invalid_api_key']);
  });

  it('goes by what came over the connection, not by what a query made of it', async () => {
    const rewritten = { authorization: `Bearer ${running.key}`, 'x-request-id': 'forged' };
    const answer = await ask(() => expect.unreachable('the route was asked'), {
      headers: { 'api-key': 'mine' },
      shownHeaders: rewritten,
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-request-id')).toBe('new-id');
  });

  it('answers 503 where the host does not stream, since nothing of the request can be trusted', async () => {
    const answer = await ask(() => expect.unreachable('the route was asked'), {
      hasNotArrived: true,
      shownHeaders: { 'api-key': running.key },
    });
    expect([answer.status, codeOf(answer)]).toEqual([503, 'upstream_unavailable']);
  });

  it('answers 500 without a word of it when a route throws, and logs the error with its stack', async () => {
    const bug = new TypeError('cannot read secret-thing of undefined');
    for (const route of [
      () => {
        throw bug;
      },
      () => Promise.reject(bug),
    ]) {
      const answer = await ask(route);
      expect([answer.status, codeOf(answer)]).toEqual([500, 'internal_error']);
      expect(answer.text).not.toContain('secret-thing');
      expect(answer.headers.get('x-request-id')).toBe('new-id');
    }
    expect(log.of('call-crashed')).toHaveLength(2);
    expect(log.of('call-crashed')[0]).toMatchObject({
      level: 'error',
      requestId: 'new-id',
      function: 'tested',
      error: bug,
    });
  });

  it('answers even where a route throws something that is no error', async () => {
    const answer = await ask(() => Promise.reject('a string'));
    expect([answer.status, codeOf(answer)]).toEqual([500, 'internal_error']);
  });

  it('answers a known error with its own status, and logs that it refused', async () => {
    const answer = await ask(() =>
      Promise.reject(new GatewayError('rate_limit_exceeded', 'Busy.', { retryAfterMs: 1500 })),
    );
    expect([answer.status, codeOf(answer), answer.headers.get('retry-after-ms')]).toEqual([
      429,
      'rate_limit_exceeded',
      '1500',
    ]);
    expect(log.lines).toMatchObject([
      { level: 'info', event: 'call-refused', code: 'rate_limit_exceeded', status: 429, requestId: 'new-id' },
    ]);
  });

  it.each([
    ['its own header', { 'x-request-id': 'mine.1:2-3_4' }, 'mine.1:2-3_4'],
    ['Azure’s header', { 'x-ms-client-request-id': 'azure-1' }, 'azure-1'],
    ['the first where both are there', { 'x-request-id': 'mine', 'x-ms-client-request-id': 'azure' }, 'mine'],
    ['neither', {}, 'new-id'],
    ['one with a line break', { 'x-request-id': 'a\r\nset-cookie: x' }, 'new-id'],
    ['one that is too long', { 'x-request-id': 'x'.repeat(129) }, 'new-id'],
    ['an empty one', { 'x-request-id': '' }, 'new-id'],
  ])('answers under the request id of %s', async (_what, headers, expected) => {
    const answer = await ask((exchange) => jsonAnswer({ id: exchange.requestId }), { headers });
    expect(answer.headers.get('x-request-id')).toBe(expected);
    expect(JSON.parse(answer.text)).toEqual({ id: expected });
  });

  it.each(['nonsense', '00-00000000000000000000000000000000-00f067aa0ba902b7-01', ''])(
    'drops the trace context %j',
    async (traceparent) => {
      const answer = await ask(({ call }) => jsonAnswer({ traceparent: call.traceparent ?? null }), {
        headers: { traceparent },
      });
      expect(JSON.parse(answer.text)).toEqual({ traceparent: null });
    },
  );

  it.each(['/v1/models/%ff', '/v1/%c3%28', '/v1/%'])('answers 400 to the path %s', async (path) => {
    const answer = await ask(() => expect.unreachable('the route was asked'), { path });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request']);
  });

  describe('reading a body', () => {
    const echo: CallerRoute = async (exchange) => jsonAnswer({ read: await exchange.readJson() });
    const json = { 'content-type': 'application/json' };

    it('gives the route its JSON', async () => {
      expect((await ask(echo, { body: { a: 1 }, headers: json })).text).toBe('{"read":{"a":1}}');
    });

    it('refuses one that is too large by its own account, without reading it', async () => {
      const body = () => expect.unreachable('it was read');
      const answer = await ask(echo, { arrival: { body }, headers: { ...json, 'content-length': '101' } });
      expect([answer.status, codeOf(answer)]).toEqual([413, 'request_too_large']);
    });

    it('refuses one that turns out too large, whatever it claims', async () => {
      const bodyPieces = [Buffer.alloc(60), Buffer.alloc(60)];
      for (const headers of [json, { ...json, 'content-length': '5' }, { ...json, 'content-length': 'x' }]) {
        const answer = await ask(echo, { bodyPieces, headers });
        expect([answer.status, codeOf(answer)]).toEqual([413, 'request_too_large']);
      }
    });

    it('refuses what is no JSON and what says that it is none', async () => {
      expect(codeOf(await ask(echo, { body: '{"a":', headers: json }))).toBe('invalid_json');
      const answer = await ask(echo, { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      expect([answer.status, codeOf(answer)]).toEqual([415, 'unsupported_media_type']);
    });

    it('goes by the real content type', async () => {
      const answer = await ask(echo, { body: '{}', headers: { 'content-type': 'text/plain' }, shownHeaders: json });
      expect(answer.status).toBe(415);
    });
  });
});

describe('functionKeyEndpoint', () => {
  const askWithHostKey = async (headers: Record<string, string>, members: object = {}) => {
    const named = createGateway(
      { ...running.config, ...members },
      { credentialOf: running.parts.credentialOf, log: running.log },
    );
    const answer = await callFunction(
      (arrivals) =>
        functionKeyEndpoint(({ call }) => jsonAnswer({ caller: call.caller.name, keyId: call.keyId }), {
          ...worker(),
          gateway: named,
          arrivals,
        }),
      { path: '/logic/chat', headers },
    );
    await named.close();
    return answer;
  };

  it('takes the caller that the gateway file names for whom the host let in', async () => {
    const answer = await askWithHostKey({ 'x-functions-key': 'of the host' }, { functionKeyCaller: 'tests' });
    expect(JSON.parse(answer.text)).toEqual({ caller: 'tests', keyId: 'function-key' });
  });

  it('refuses where the file names none, and says what to do', async () => {
    const answer = await askWithHostKey({ 'x-functions-key': 'of the host' });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'invalid_api_key']);
    expect(answer.text).toContain('functionKeyCaller');
  });

  it('goes by a gateway key where one comes, right or wrong', async () => {
    const members = { functionKeyCaller: 'tests' };
    const right = await askWithHostKey({ authorization: `Bearer ${running.key}`, 'x-functions-key': 'x' }, members);
    expect(running.key).toContain(JSON.parse(right.text).keyId);
    expect((await askWithHostKey({ 'api-key': 'wrong', 'x-functions-key': 'x' }, members)).status).toBe(401);
  });

  it('is only for functions whose key the host checks', () => {
    const functions = filesIn('functions').filter((path) => textOf(path)?.includes('functionKeyEndpoint('));
    expect(functions.length).toBeGreaterThan(0);
    expect(functions.filter((path) => textOf(path)?.includes("authLevel: 'function'") !== true)).toEqual([]);
  });

  it('does not take the host’s header for a gateway key', async () => {
    const answer = await askWithHostKey({ 'x-functions-key': running.key }, { functionKeyCaller: 'tests' });
    expect(JSON.parse(answer.text).keyId).toBe('function-key');
  });
});

describe('openEndpoint', () => {
  it('asks nobody who they are', async () => {
    const answer = await askOpenly((exchange) => jsonAnswer({ path: exchange.path }), { path: '/health' });
    expect([answer.status, answer.text]).toEqual([200, '{"path":["health"]}']);
  });

  it('always answers, too', async () => {
    expect((await askOpenly(() => Promise.reject(new Error('x')))).status).toBe(500);
    expect((await askOpenly(() => jsonAnswer({}), { hasNotArrived: true })).status).toBe(503);
  });
});
