import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../local/azure/fault-rule.ts';
import { planChat } from '../../../shared/gateway/plan-chat.ts';
import { serveStream, serveWhole } from '../../../shared/gateway/serve-chat.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { eventStreamAnswer } from '../../../shared/http/event-stream-answer.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';
import { textOf } from '../../setup/text-of.ts';

let running: GatewayParts;
afterEach(() => running.stop());
const start = async (options: object, more: GatewayPartsOptions = {}, models: object = {}) => {
  running = await startGatewayParts({ ...routed(options, models), ...more });
};

const chat: ChatRequest = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  max_tokens: 20,
};
const whole = (call = {}, request = chat) => {
  const asked = running.call(call);
  return serveWhole(planChat(request, asked, running.parts), request, asked, running.parts);
};
const stream = (call = {}, request: ChatRequest = { ...chat, stream: true }) => {
  const asked = running.call(call);
  return serveStream(planChat(request, asked, running.parts), request, asked, running.parts);
};
const inject = (resource: string, fault: Fault, times?: number) =>
  running.simulator.inject({ resource, fault, ...(times === undefined ? {} : { times }) });
const calledDeployments = () => running.simulator.ledger().map(({ deployment }) => deployment);

describe('breakers', () => {
  const breaker = { minimumCalls: 2, openMs: 60_000 };

  it('keep calls away from a deployment that fails', async () => {
    await start({}, { breaker });
    inject('east', { kind: 'status', status: 500 });
    for (let calls = 0; calls < 5; calls += 1) await whole();
    expect(calledDeployments().filter((name) => name === 'chat-east')).toHaveLength(2);
    expect((await whole()).served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 1 });
  });

  it('answer 503 with the wait, at once and without an attempt, when all are open', async () => {
    await start({}, { breaker });
    running.simulator.inject({ fault: { kind: 'status', status: 500 } });
    await whole().catch(() => {});
    const calls = running.simulator.counts().calls;
    const startedMs = Date.now();
    for (const refused of [whole(), stream()]) {
      const error = await refused.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'upstream_unavailable', status: 503 });
      expect(error).toHaveProperty(
        'retryAfterMs',
        expect.toSatisfy((waitMs) => waitMs > 50_000 && waitMs <= 60_000),
      );
    }
    expect(Date.now() - startedMs).toBeLessThan(500);
    expect(running.simulator.counts().calls).toBe(calls);
  });

  it('let a fallback model serve at once while a circuit is open for a moment only', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] }, { breaker: { minimumCalls: 1, openMs: 2_000 } });
    for (const name of ['chat-east', 'chat-west']) running.parts.breakers.of(name).admit()?.failed();
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 1 });
  });

  it('wait for a throttled deployment rather than refuse for an open one that is due sooner', async () => {
    await start({}, { breaker: { minimumCalls: 1, openMs: 30 } });
    running.parts.breakers.of('chat-east').admit()?.failed();
    running.parts.states.of({ name: 'chat-west' }).throttledUntilMs = Date.now() + 40;
    expect((await whole()).served.attempts).toBe(1);
  });

  it('let one probe through when they are half-open, and close when it succeeds', async () => {
    let nowMs = 1_000_000;
    await start({}, { breaker: { minimumCalls: 1, openMs: 1_000 }, now: () => nowMs });
    inject('east', { kind: 'status', status: 500 }, 1);
    await whole();
    nowMs += 1_000;
    const probe = await stream();
    expect(probe.served.deployment.name).toBe('chat-east');
    expect(running.parts.breakers.of('chat-east').state).toBe('half-open');
    // While the probe's stream is under way nobody else is let through, and nothing waits for it.
    expect((await whole()).served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 1 });
    await textOf(probe.chunks);
    expect(running.parts.breakers.of('chat-east').state).toBe('closed');
    expect((await whole()).served.deployment.name).toBe('chat-east');
  });

  it('open for streams that end badly, though they began well', async () => {
    await start({}, { breaker });
    inject('east', { kind: 'cut-after', chunks: 8, how: 'reset' });
    for (let calls = 0; calls < 2; calls += 1) {
      const { chunks } = await stream();
      expect(running.parts.breakers.of('chat-east').state).toBe('closed');
      await expect(textOf(chunks)).rejects.toMatchObject({ code: 'upstream_malformed' });
    }
    expect(running.parts.breakers.of('chat-east').state).toBe('open');
    expect((await stream()).served.deployment.name).toBe('chat-west');
  });

  it.each<[string, Fault]>([
    ['a refusal of the request', { kind: 'status', status: 400 }],
    ['a throttle', { kind: 'status', status: 429, retryAfterMs: 0 }],
    ['a content filter', { kind: 'status', body: 'filter-400' }],
  ])('stay closed for %s', async (_what, fault) => {
    await start({}, { breaker: { minimumCalls: 1 } });
    inject('east', fault);
    for (let calls = 0; calls < 3; calls += 1) await whole().catch(() => {});
    expect(running.parts.breakers.of('chat-east').state).toBe('closed');
  });

  it('give the probe back when the caller hangs up in the middle of it', async () => {
    let nowMs = 1_000_000;
    await start({}, { breaker: { minimumCalls: 1, openMs: 1_000 }, now: () => nowMs });
    running.parts.breakers.of('chat-east').admit()?.failed();
    nowMs += 1_000;
    const probe = await stream();
    await probe.chunks.next();
    await probe.chunks.return(undefined);
    expect((await whole()).served.deployment.name).toBe('chat-east');
  });
});

describe('fallback models', () => {
  it('serve when none of a model’s own deployments could', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] });
    for (const deployment of ['chat-east', 'chat-west'])
      running.simulator.inject({ deployment, fault: { kind: 'status', status: 503 } });
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 5 });
    expect(calledDeployments().slice(0, 2)).toEqual(['chat-east', 'chat-west']);
  });

  it('serve at once when the model’s own are throttled for long', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] });
    for (const deployment of ['chat-east', 'chat-west'])
      running.simulator.inject({ deployment, fault: { kind: 'status', status: 429, retryAfterMs: 30_000 } });
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 3 });
  });

  it('serve though the wait for the own model would end behind the deadline', async () => {
    await start({ fallbacks: ['gpt-4o-mini'] }, { timeouts: { deadlineMs: 3_000, attemptMs: 2_000 } });
    for (const name of ['chat-east', 'chat-west'])
      running.parts.states.of({ name }).throttledUntilMs = Date.now() + 4_000;
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 1 });
  });
});

describe('diversions', () => {
  it('lead a prompt that the upstream finds too long to the longer model, once', async () => {
    await start({ longerModel: 'gpt-4o-mini' });
    running.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', body: 'length-400' } });
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 2 });
    running.simulator.inject({ fault: { kind: 'status', body: 'length-400' } });
    await expect(whole()).rejects.toMatchObject({ code: 'context_length_exceeded' });
    expect(calledDeployments().slice(2)).toEqual(['chat-east', 'mini-east']);
  });

  it('lead what the content filter refuses elsewhere only where the route says so', async () => {
    await start({ filteredModel: 'gpt-4o-mini' });
    running.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', body: 'filter-400' } });
    expect((await stream()).served.deployment.name).toBe('mini-east');
    await running.stop();

    await start({ fallbacks: ['gpt-4o-mini'], longerModel: 'gpt-4o-mini' });
    running.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', body: 'filter-400' } });
    await expect(whole()).rejects.toMatchObject({ code: 'content_filter' });
    expect(calledDeployments()).toEqual(['chat-east']);
  });
});

describe('simple chats', () => {
  it('are served by the smaller model, and by the one asked for when that fails', async () => {
    await start({ simple: [{ model: 'gpt-4o-mini', promptTokensAtMost: 100 }] });
    expect((await whole()).served).toMatchObject({ deployment: { name: 'mini-east' }, attempts: 1 });
    for (const deployment of ['mini-east', 'mini-west'])
      running.simulator.inject({ deployment, fault: { kind: 'status', body: 'deployment-404' } });
    expect((await whole()).served).toMatchObject({ deployment: { name: 'chat-east' }, attempts: 3 });
  });
});

describe('whole mode', () => {
  const brief = { timeouts: { idleMs: 400, firstOutputMs: 1_000, connectMs: 200 } };

  it.each<[string, Fault]>([
    ['is cut before any output', { kind: 'cut-after', chunks: 1, how: 'close' }],
    ['is cut at its first word', { kind: 'cut-after', chunks: 3, how: 'close' }],
    ['is cut in mid-text', { kind: 'cut-after', chunks: 10, how: 'close' }],
    ['is cut before its finish reason', { kind: 'cut-after', chunks: 22, how: 'close' }],
    ['is reset in mid-text', { kind: 'cut-after', chunks: 10, how: 'reset' }],
    ['falls silent in mid-text', { kind: 'stall', chunks: 10 }],
    ['reports an error in mid-text', { kind: 'error-in-stream', chunks: 10 }],
    ['is garbage', { kind: 'garbage' }],
    ['ends inside an object', { kind: 'truncated-json' }],
  ])('replaces a stream that %s by another deployment’s, unseen', async (_what, fault) => {
    await start({ whole: true }, brief);
    inject('east', fault);
    const { chunks, served } = await stream();
    expect(served).toMatchObject({ deployment: { name: 'chat-west' }, attempts: 2 });
    const text = await textOf(chunks);
    expect(text.match(/"role":"assistant"/g)).toHaveLength(1);
    expect(text.match(/"finish_reason":"length"/g)).toHaveLength(1);
    expect(text).toMatch(/\[DONE\]\n\n$/);
    expect(text).not.toContain('"error"');
  });

  it('gives an error its own status when no stream came to its end', async () => {
    await start({ whole: true }, brief);
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 10, how: 'close' } });
    await expect(stream()).rejects.toMatchObject({ code: 'upstream_malformed', status: 502 });
  });

  it('keeps the connection alive with comments while it holds a stream', async () => {
    await start({ whole: true });
    inject('east', { kind: 'delay-chunks', delayMs: 15 });
    const arrival = {
      headers: {},
      url: '/v1/chat/completions',
      method: 'POST',
      gone: new AbortController().signal,
      body: () => expect.unreachable('the body was read'),
      writable: () => undefined,
      abort: async () => {},
    };
    const { body, headers } = await eventStreamAnswer(stream(), arrival, { headersWithinMs: 20, commentEveryMs: 40 });
    expect(headers).not.toHaveProperty('x-sluice-deployment');
    const text = typeof body === 'string' || body instanceof Uint8Array ? '' : await textOf(body);
    expect(text.match(/^: waiting\n\n/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(text.lastIndexOf(': waiting')).toBeLessThan(text.indexOf('data: '));
    expect(text).toMatch(/\[DONE\]\n\n$/);
  });
});
