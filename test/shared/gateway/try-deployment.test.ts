import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import { tryDeployment, type Work } from '../../../shared/gateway/try-deployment.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { readWholeAnswer, type WholeAnswer } from '../../../shared/upstream/whole-answer.ts';
import { counted } from '../../setup/counted.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { startScriptedUpstream } from '../../setup/scripted-upstream.ts';

let running: GatewayParts;
afterEach(() => running.stop());

const chat: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 5 };

const work: Work<WholeAnswer> = {
  asks: { operation: 'chat' },
  streams: false,
  send: (provider, attempt) => provider.chat(chat, attempt),
  read: (answer, deployment, clock) => readWholeAnswer(answer, 'choices', deployment.name, clock),
};

async function run(
  options: GatewayPartsOptions & {
    prepare?: () => unknown;
    call?: Partial<Call>;
    work?: Partial<Work<WholeAnswer>>;
  } = {},
) {
  running = await startGatewayParts(options);
  await options.prepare?.();
  let attempts = 0;
  const result = await tryDeployment(
    { ...work, ...options.work },
    running.deployment('chat-east'),
    running.call(options.call),
    running.parts,
    () => (attempts += 1),
  ).catch((error: unknown) => error);
  return { result, attempts };
}

/** East's credential comes from a vault that holds these values in turn; the last stays. */
function vaultOf(values: Record<string, (string | GatewayError)[]>, second?: string): GatewayPartsOptions {
  const left = new Map(Object.entries(values).map(([name, list]) => [name, [...list]]));
  return {
    file: ({ simulator }) => ({
      upstreams: {
        east: {
          endpoint: simulator.resources['east']?.url,
          apiVersion: '2024-10-21',
          credential: { keyVaultSecret: 'east-key', ...(second === undefined ? {} : { secondKeyVaultSecret: second }) },
        },
        west: { endpoint: simulator.resources['west']?.url, credential: { setting: 'WEST_KEY' } },
      },
    }),
    readSecret: async (name) => {
      const list = left.get(name) ?? [];
      const value = list.length > 1 ? list.shift() : list[0];
      if (value === undefined || value instanceof GatewayError)
        throw value ?? new GatewayError('secret_unavailable', 'There is no such secret.');
      return new SecretValue(value);
    },
  };
}

const good = 'e'.repeat(32);
const goodSecond = 'f'.repeat(32);

describe('tryDeployment', () => {
  it('gives the result of one attempt, and notes the success', async () => {
    const { result, attempts } = await run();
    expect(attempts).toBe(1);
    expect(result).toHaveProperty('json.choices');
    expect(running.parts.states.of({ name: 'chat-east' }).snapshot(Date.now())).toMatchObject({
      status: 'ok',
      requestCount: 1,
    });
  });

  it('passes a failure on, having tried once', async () => {
    const { result, attempts } = await run({
      prepare: () => running.simulator.inject({ fault: { kind: 'status', status: 500 } }),
    });
    expect(result).toMatchObject({ kind: 'failed', status: 500 });
    expect(attempts).toBe(1);
  });

  it('reads a refused key afresh, once, and goes on with the new one', async () => {
    const { result, attempts } = await run(vaultOf({ 'east-key': ['rotated-away', good] }));
    expect(result).toHaveProperty('json.choices');
    expect(attempts).toBe(2);
    expect(running.log.of('credential-replaced')).toHaveLength(1);
    expect(await counted(running.parts, 'sluice_credential_replacements_total', { deployment: 'chat-east' })).toBe(1);
    const attempted = (result: string) => counted(running.parts, 'sluice_attempts_total', { result });
    expect([await attempted('credential-refused'), await attempted('succeeded')]).toEqual([1, 1]);
    expect(await counted(running.parts, 'sluice_credential_refreshes_total', { deployment: 'chat-east' })).toBe(2);
    expect(JSON.stringify(running.log.lines)).not.toContain('rotated-away');
  });

  it('goes on with the second key where the fresh one is refused as well', async () => {
    const { result, attempts } = await run(
      vaultOf({ 'east-key': ['old', 'also-old'], 'east-key-2': [goodSecond] }, 'east-key-2'),
    );
    expect(result).toHaveProperty('json.choices');
    expect(attempts).toBe(3);
  });

  it('gives up when every key is refused', async () => {
    const { result, attempts } = await run(
      vaultOf({ 'east-key': ['old', 'also-old'], 'east-key-2': ['old-too'] }, 'east-key-2'),
    );
    expect(result).toMatchObject({ kind: 'credential-refused', status: 401 });
    expect(attempts).toBe(3);
  });

  it('tries a refused key of an app setting once: it has no other', async () => {
    const { result, attempts } = await run({ env: { EAST_KEY: 'wrong'.repeat(7) } });
    expect(result).toMatchObject({ kind: 'credential-refused' });
    expect(attempts).toBe(1);
  });

  it('lets the refusal stand when the vault is down', async () => {
    const { result, attempts } = await run(
      vaultOf({ 'east-key': ['old', new GatewayError('secret_unavailable', 'The vault is down.')] }),
    );
    expect(result).toMatchObject({ kind: 'credential-refused' });
    expect(attempts).toBe(1);
  });

  it('makes no attempt without a credential', async () => {
    const { result, attempts } = await run(vaultOf({}));
    expect(result).toMatchObject({ kind: 'no-credential', message: expect.stringContaining('chat-east') });
    expect([attempts, running.simulator.counts().calls]).toEqual([0, 0]);
    expect(await counted(running.parts, 'sluice_attempts_total')).toBe(0);
  });

  it('tries again in another form where a refusal teaches one, and remembers', async () => {
    const seen: unknown[] = [];
    const { attempts } = await run({
      prepare: () =>
        running.simulator.inject({
          times: 1,
          fault: { kind: 'status', status: 400, body: { error: { message: 'no' } } },
        }),
      work: {
        send: (provider, attempt) => {
          seen.push(attempt.learned);
          return provider.chat({ messages: [{ role: 'user', content: 'Hello' }] }, attempt);
        },
        learnFrom: () => ({ streamOptions: false }),
      },
    });
    expect(attempts).toBe(2);
    expect(seen).toEqual([{}, { streamOptions: false }]);
    expect(running.parts.states.of({ name: 'chat-east' }).learned(Date.now())).toEqual({ streamOptions: false });
    expect(running.log.of('parameter-learned')).toMatchObject([{ deployment: 'chat-east', streamOptions: false }]);
  });

  it('notes that the quota is used up as the deployment’s own headers say', async () => {
    const upstream = await startScriptedUpstream((response) =>
      response
        .writeHead(200, { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '30' })
        .end('{"choices":[{}]}'),
    );
    await run({
      file: ({ simulator }) => ({
        upstreams: {
          east: { endpoint: upstream.url, credential: { setting: 'EAST_KEY' } },
          west: { endpoint: simulator.resources['west']?.url, credential: { setting: 'WEST_KEY' } },
        },
      }),
    });
    expect(running.parts.states.of({ name: 'chat-east' }).exhaustedUntilMs).toBeGreaterThan(Date.now() + 25_000);
    await upstream.stop();
  });

  it.each([
    ['takes too long as a whole', { attemptMs: 80, firstOutputMs: 80, connectMs: 50, idleMs: 50 }, 'timed-out'],
    [
      'would pass the call’s deadline',
      { deadlineMs: 80, attemptMs: 80, firstOutputMs: 80, connectMs: 50, idleMs: 50 },
      'out-of-time',
    ],
  ])('ends an attempt that %s, and hangs up', async (_what, timeouts, kind) => {
    const { result } = await run({
      timeouts,
      prepare: () => running.simulator.inject({ fault: { kind: 'stall', beforeHeaders: true } }),
    });
    expect(result).toMatchObject({ kind });
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
  });

  it('bounds the time to the first output of streams only', async () => {
    const timeouts = { firstOutputMs: 60, connectMs: 50 };
    const prepare = () => running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 200 } });
    expect((await run({ timeouts, prepare })).result).toHaveProperty('json');
    await running.stop();
    const { result } = await run({ timeouts, prepare, work: { streams: true } });
    expect(result).toMatchObject({ kind: 'timed-out', message: expect.stringContaining('no output in time') });
  });

  it('hangs up when the caller does', async () => {
    const caller = new AbortController();
    const { result } = await run({
      call: { gone: caller.signal },
      prepare: () => {
        running.simulator.inject({ fault: { kind: 'stall' } });
        setTimeout(() => caller.abort(), 60);
      },
    });
    expect(result).toMatchObject({ kind: 'abandoned' });
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
  });

  it('survives an answer nobody reads: a redirect, another 2xx', async () => {
    for (const status of [204, 201, 302, 307]) {
      const upstream = await startScriptedUpstream((response) =>
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(status === 204 ? '' : 'body'),
      );
      const { result } = await run({
        file: ({ simulator }) => ({
          upstreams: {
            east: { endpoint: upstream.url, credential: { setting: 'EAST_KEY' } },
            west: { endpoint: simulator.resources['west']?.url, credential: { setting: 'WEST_KEY' } },
          },
        }),
      });
      expect(result).toMatchObject({ kind: 'failed', status });
      await upstream.stop();
      if (status !== 307) await running.stop();
    }
  });

  it('lets a bug in reading a credential through', async () => {
    const bug = new TypeError('no');
    const { result } = await run({ ...vaultOf({}), readSecret: () => Promise.reject(bug) });
    expect(result).toBe(bug);
  });

  it('lets a bug through', async () => {
    const bug = new TypeError('no');
    const { result } = await run({ work: { read: () => Promise.reject(bug) } });
    expect(result).toBe(bug);
  });
});
