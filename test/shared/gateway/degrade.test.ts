import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../local/azure/fault-rule.ts';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import { complete, completeAsStream } from '../../../shared/gateway/complete.ts';
import { degradedStream, degradedWhole } from '../../../shared/gateway/degrade.ts';
import { planChat } from '../../../shared/gateway/plan-chat.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';
import { spelledBy, textOf } from '../../setup/text-of.ts';

let running: GatewayParts;
let nowMs = 1_000_000;
afterEach(() => running.stop());

const text = 'We are sorry, “back” soon.\nTry again.';
const cache = { ttlSeconds: 60, staleSeconds: 600 };
const everything = { cache, degrade: { staleAnswer: true, smallerModel: 'gpt-4o-mini', text } };

async function start(options: object, more: GatewayPartsOptions = {}): Promise<void> {
  nowMs = 1_000_000;
  running = await startGatewayParts({ ...routed(options), retry: { maxAttempts: 2 }, now: () => nowMs, ...more });
}

const chat = {
  model: 'gpt-4o',
  messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }],
  max_tokens: 20,
};

/** Asks in both forms. */
const forms = {
  async plain(call: Partial<Call> = {}) {
    const { body, served } = await complete(chat, running.call(call), running.parts);
    const json = JSON.parse(Buffer.from(body).toString());
    return { served, text: String(json.choices[0].message.content), id: String(json.id) };
  },
  async streamed(call: Partial<Call> = {}) {
    const { chunks, served } = await completeAsStream({ ...chat, stream: true }, running.call(call), running.parts);
    const events = await textOf(chunks);
    expect(events).toMatch(/"finish_reason":"(stop|length)"[^]*data: \[DONE\]\n\n$/);
    expect(events).not.toContain('"usage":{');
    return { served, text: spelledBy(events), id: /"id":"(chatcmpl[^"]+)"/.exec(events)?.[1] };
  },
};

function breakDown(deployments: readonly string[], fault: Fault = { kind: 'status', status: 503 }): void {
  for (const deployment of deployments) running.simulator.inject({ deployment, fault });
}
const own = ['chat-east', 'chat-west'];
const all = [...own, 'mini-east', 'mini-west'];

describe.each(['plain', 'streamed'] as const)('an outage, %s', (form) => {
  const ask = forms[form];

  it('is answered by a kept answer past its time, first of all', async () => {
    await start(everything);
    const kept = await ask();
    nowMs += 61_000;
    breakDown(own);
    expect(await ask()).toMatchObject({
      id: kept.id,
      text: kept.text,
      served: { cache: 'stale', degraded: 'stale-answer', attempts: 0, deployment: { name: 'chat-east' } },
    });
    expect(running.log.of('call-ended').at(-1)).toMatchObject({ cache: 'stale' });
  });

  it('is answered by a smaller model when nothing is kept', async () => {
    await start(everything);
    breakDown(own);
    expect((await ask()).served).toMatchObject({ degraded: 'smaller-model', deployment: { name: 'mini-east' } });
  });

  it('is answered by a fixed text when nothing else is left', async () => {
    await start(everything);
    breakDown(all);
    expect(await ask()).toMatchObject({
      text,
      served: { degraded: 'text', attempts: 0, deployment: { name: 'none' } },
    });
    expect(running.log.of('call-ended')).toMatchObject([
      { degraded: 'text', outcome: 'completed', requestId: 'request-1' },
    ]);
  });

  it('is an error where the route has nothing to stand in', async () => {
    await start({ degrade: { staleAnswer: true, smallerModel: 'gpt-4o-mini' }, cache });
    breakDown(all);
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    await running.stop();
    await start({});
    breakDown(own);
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('is not answered by what is too old, or kept from the caller by its own wish', async () => {
    await start({ cache, degrade: { staleAnswer: true, text } });
    await ask();
    breakDown(own);
    nowMs += 300_000;
    expect((await ask({ cacheControl: parseCacheControl('max-age=100') })).served.degraded).toBe('text');
    expect((await ask({ cacheControl: parseCacheControl('no-cache') })).served.degraded).toBe('text');
    expect((await ask()).served.degraded).toBe('stale-answer');
    nowMs += 400_000;
    expect((await ask()).served.degraded).toBe('text');
  });

  it('stays an outage when the smaller model refuses the request', async () => {
    await start({ degrade: { smallerModel: 'gpt-4o-mini' } });
    breakDown(own);
    breakDown(['mini-east', 'mini-west'], { kind: 'status', body: 'length-400' });
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable', status: 503 });
    await running.stop();
    await start(everything);
    breakDown(own);
    breakDown(['mini-east', 'mini-west'], { kind: 'status', body: 'filter-400' });
    expect((await ask()).served.degraded).toBe('text');
  });

  it.each<[string, Fault]>([
    ['refused', { kind: 'status', status: 400 }],
    ['filtered', { kind: 'status', body: 'filter-400' }],
    ['too long', { kind: 'status', body: 'length-400' }],
  ])('is none when the request itself is at fault: %s', async (_what, fault) => {
    await start(everything);
    breakDown(own, fault);
    await expect(ask()).rejects.toMatchObject({ status: 400 });
    expect(running.simulator.counts().byDeployment['mini-east']).toBeUndefined();
  });

  it('is none when the caller has gone', async () => {
    await start(everything);
    breakDown(own, { kind: 'delay-headers', delayMs: 5_000 });
    const caller = new AbortController();
    const asking = ask({ gone: caller.signal });
    asking.catch(() => {});
    await expect.poll(() => running.simulator.counts().calls).toBe(1);
    caller.abort();
    await expect(asking).rejects.toMatchObject({ code: 'caller_gone' });
    expect(running.simulator.counts().calls).toBe(1);
  });

  it('is answered so when every circuit is open, and when the credential is dead', async () => {
    await start(everything, { breaker: { minimumCalls: 1, openMs: 60_000 } });
    for (const name of own) running.parts.breakers.of(name).admit()?.failed();
    expect((await ask()).served.degraded).toBe('smaller-model');
    await running.stop();
    await start(everything, { env: { EAST_KEY: 'x'.repeat(32), WEST_KEY: 'y'.repeat(32) } });
    expect((await ask()).served.degraded).toBe('text');
  });
});

describe('degradedWhole and degradedStream', () => {
  it('let a bug through', async () => {
    await start(everything);
    const call = running.call();
    const plan = planChat(chat, call, running.parts);
    const bug = new TypeError('no');
    const outage = { error: bug, plan, view: undefined, chat, call, parts: running.parts };
    await expect(degradedWhole(outage)).rejects.toBe(bug);
    await expect(degradedStream(outage)).rejects.toBe(bug);
  });
});
