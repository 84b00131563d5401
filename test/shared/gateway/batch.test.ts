import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batch } from '../../../shared/gateway/batch.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
let nowMs = 0;
beforeEach(async () => {
  nowMs = Date.now();
  running = await startGatewayParts({ retry: { maxAttempts: 1 }, now: () => nowMs });
});
afterEach(() => running.stop());

const chat = (content: string) => ({ body: { model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 5 } });
const run = (request: Parameters<typeof batch>[0], call = running.call()) => batch(request, call, running.parts);

describe('a batch', () => {
  it('begins no more at a time than it may, and nothing while nobody takes results', async () => {
    running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 50 } });
    const results = run({ requests: Array.from({ length: 7 }, (_, place) => chat(`Row ${place}`)), concurrency: 3 });
    await results.next();
    expect(running.simulator.counts().calls).toBe(3);
    expect((await Array.fromAsync(results)).length).toBe(6);
    expect(running.simulator.counts().calls).toBe(7);
  });

  it('makes each request a call of its own in the log', async () => {
    await Array.fromAsync(run({ requests: [chat('a'), chat('b')] }));
    const ids = running.log.of('call-ended').map(({ requestId }) => requestId);
    expect(new Set(ids)).toEqual(new Set(['request-1.0', 'request-1.1']));
  });

  it('gives what it had not begun by its deadline as errors', async () => {
    const call = running.call();
    const results = run({ requests: [chat('a'), chat('b'), { id: 'c', ...chat('c') }], concurrency: 1 }, call);
    expect((await results.next()).value).toMatchObject({ index: 0, status: 200 });
    nowMs += 5_000;
    expect(await Array.fromAsync(results)).toMatchObject([
      { index: 1, id: null, status: 504, error: { code: 'deadline_exceeded' } },
      { index: 2, id: 'c', status: 504, error: { code: 'deadline_exceeded' } },
    ]);
    expect(running.simulator.counts().calls).toBe(1);
  });

  it('says how long to wait before a throttled request is sent again', async () => {
    running.simulator.inject({ fault: { kind: 'status', status: 429, retryAfterMs: 60_000 } });
    const [result] = await Array.fromAsync(run({ requests: [chat('a')] }));
    expect(result).toMatchObject({ status: 429, error: { code: 'rate_limit_exceeded' }, retry_after_ms: 60_000 });
  });

  it('answers a bug as one, and logs it, without losing the other requests', async () => {
    let isBroken = true;
    const parts = {
      ...running.parts,
      providerOf: (deployment: Parameters<typeof running.parts.providerOf>[0]) => {
        if (!isBroken) return running.parts.providerOf(deployment);
        isBroken = false;
        throw new TypeError('a bug');
      },
    };
    const requests = [chat('a'), chat('b')];
    const results = await Array.fromAsync(batch({ requests, concurrency: 1 }, running.call(), parts));
    expect(results).toMatchObject([{ status: 500, error: { code: 'internal_error' } }, { status: 200 }]);
    expect(running.log.of('call-crashed')).toHaveLength(1);
  });

  it('ends with its caller', async () => {
    const caller = new AbortController();
    running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 10_000 } });
    const first = run({ requests: [chat('a'), chat('b')] }, running.call({ gone: caller.signal })).next();
    await expect.poll(() => running.simulator.counts().calls).toBe(2);
    caller.abort();
    await expect(first).rejects.toMatchObject({ code: 'caller_gone' });
    await expect.poll(() => running.simulator.counts().cancels).toBe(2);
  });
});
