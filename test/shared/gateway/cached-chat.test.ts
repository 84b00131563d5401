import { afterEach, describe, expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import { AnswerKeeper } from '../../../shared/gateway/answer-keeper.ts';
import { cachedStream, cachedWhole, viewCache } from '../../../shared/gateway/cached-chat.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import { embedText } from '../../../shared/gateway/embed-text.ts';
import type { Parts } from '../../../shared/gateway/parts.ts';
import { planChat } from '../../../shared/gateway/plan-chat.ts';
import type { ChatRequest } from '../../../shared/openai/chat-request.ts';
import { startGatewayParts, type GatewayParts, type GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { routed } from '../../setup/routed.ts';
import { spelledBy, textOf } from '../../setup/text-of.ts';

let running: GatewayParts;
let parts: Parts;
let nowMs = 1_000_000;
afterEach(() => running.stop());

async function start(cache: object = {}, more: GatewayPartsOptions = {}): Promise<void> {
  nowMs = 1_000_000;
  running = await startGatewayParts({
    ...routed({ cache: { ttlSeconds: 60, staleSeconds: 600, ...cache } }),
    now: () => nowMs,
    ...more,
  });
  const { config, log, now } = running.parts;
  parts = {
    ...running.parts,
    keeper: new AnswerKeeper(config, undefined, (text, model) => embedText(text, model, parts), log, now),
  };
}

const chat: ChatRequest = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  max_tokens: 20,
};
const withUsage = { stream_options: { include_usage: true } };
const saying = (header: string, call: Partial<Call> = {}) => ({ ...call, cacheControl: parseCacheControl(header) });

async function whole(call: Partial<Call> = {}, members: Partial<ChatRequest> = {}) {
  const asked = running.call(call);
  const request = { ...chat, ...members };
  const plan = planChat(request, asked, parts);
  const { body, served } = await cachedWhole(await viewCache(plan, request, asked, parts), plan, request, asked, parts);
  const json = JSON.parse(Buffer.from(body).toString());
  return { json, id: String(json.id), served, text: String(json.choices[0].message.content) };
}

async function open(call: Partial<Call> = {}, members: Partial<ChatRequest> = {}) {
  const asked = running.call(call);
  const request = { ...chat, stream: true, ...members };
  const plan = planChat(request, asked, parts);
  return cachedStream(await viewCache(plan, request, asked, parts), plan, request, asked, parts);
}

async function streamed(call: Partial<Call> = {}, members: Partial<ChatRequest> = {}) {
  const { chunks, served, usage } = await open(call, members);
  const events = await textOf(chunks);
  return { events, served, usage: usage(), id: /"id":"(chatcmpl[^"]+)"/.exec(events)?.[1], text: spelledBy(events) };
}

const calls = () => running.simulator.counts().calls;
const other = () => ({ caller: { ...running.caller, name: 'others' } });

describe('a route that keeps answers', () => {
  it('gives an identical request the kept answer, and says so', async () => {
    await start();
    const first = await whole();
    expect(first.served).toMatchObject({ cache: 'miss', attempts: 1 });
    const second = await whole({}, { user: 'another', metadata: { a: 'b' } });
    expect(second).toMatchObject({
      id: first.id,
      served: { cache: 'hit', attempts: 0, deployment: { name: 'chat-east' } },
    });
    expect(calls()).toBe(1);
    expect(running.log.of('call-ended')).toMatchObject([
      { attempts: 1 },
      { attempts: 0, cache: 'hit', outcome: 'completed' },
    ]);
  });

  it('misses for every other question, and when the time is over', async () => {
    await start();
    await whole();
    expect((await whole({}, { temperature: 0.5 })).served.cache).toBe('miss');
    expect((await whole({}, { messages: [{ role: 'user', content: 'Why is the sky blue??' }] })).served.cache).toBe(
      'miss',
    );
    nowMs += 60_001;
    expect((await whole()).served.cache).toBe('miss');
    expect(calls()).toBe(4);
  });

  it('replays a stream in its own framing', async () => {
    await start();
    const first = await streamed();
    const second = await streamed();
    expect([first.served.cache, second.served.cache]).toEqual(['miss', 'hit']);
    expect(second.events).toBe(first.events);
    expect(calls()).toBe(1);
  });

  it('makes a stream of a kept whole answer, and a whole answer of a kept stream', async () => {
    await start();
    const first = await whole();
    const second = await streamed();
    expect(second).toMatchObject({ served: { cache: 'hit' }, id: first.id, text: first.text });
    expect(second.events).toMatch(/\[DONE\]\n\n$/);
    await running.stop();
    await start();
    const third = await streamed();
    expect(await whole()).toMatchObject({ served: { cache: 'hit' }, id: third.id, text: third.text });
    expect(calls()).toBe(1);
  });

  it('shows the usage chunk only to who asked, whoever asked first', async () => {
    await start();
    const chunk = /"choices":\[\][^\n]*"usage":\{/;
    expect((await streamed()).events).not.toMatch(chunk);
    const asked = await streamed({}, withUsage);
    expect(asked).toMatchObject({ served: { cache: 'hit' }, usage: { completionTokens: 20 } });
    expect(asked.events).toMatch(chunk);
    await running.stop();
    await start();
    expect((await streamed({}, withUsage)).events).toMatch(chunk);
    expect((await streamed()).events).not.toMatch(chunk);
    await running.stop();
    await start();
    await whole();
    expect((await streamed()).events).not.toMatch(chunk);
    expect((await streamed({}, withUsage)).events).toMatch(chunk);
    expect(calls()).toBe(1);
  });

  it('knows the usage of a stream, for each who read it', async () => {
    await start();
    const opened = await Promise.all([open(), open()]);
    await Promise.all(opened.map(({ chunks }) => textOf(chunks)));
    expect(opened.map(({ usage }) => usage()?.completionTokens)).toEqual([20, 20]);
    const ended = running.log
      .of('call-ended')
      .map(({ outcome, completionTokens, cache }) => [cache, outcome, completionTokens]);
    expect(ended).toHaveLength(2);
    expect(ended).toEqual(
      expect.arrayContaining([
        ['hit', 'completed', 20],
        [undefined, 'completed', 20],
      ]),
    );
  });

  it('keeps no answer that is not complete, nor one that asks for more than an answer', async () => {
    await start();
    const remove = running.simulator.inject({ fault: { kind: 'cut-after', chunks: 8, how: 'reset' } });
    await expect(streamed()).rejects.toMatchObject({ code: 'upstream_malformed' });
    remove();
    expect((await streamed()).served.cache).toBe('miss');
    expect((await whole({}, { store: true })).served.cache).toBe('bypass');
    expect((await whole({}, { store: true })).served.cache).toBe('bypass');
    expect((await streamed({}, { store: true })).served.cache).toBe('bypass');
  });

  it('keeps callers apart, and shares only where the route says so', async () => {
    await start();
    const first = await whole();
    const second = await whole(other());
    expect(second.served.cache).toBe('miss');
    expect(second.id).not.toBe(first.id);
    await running.stop();
    await start({ shared: true });
    const third = await whole();
    expect(await whole(other())).toMatchObject({ id: third.id, served: { cache: 'hit' } });
  });
});

describe('Cache-Control', () => {
  it('no-store neither asks nor keeps', async () => {
    await start();
    await whole();
    expect((await whole(saying('no-store'))).served.cache).toBe('bypass');
    expect((await streamed(saying('no-store'), { seed: 1 })).served.cache).toBe('bypass');
    expect((await streamed({}, { seed: 1 })).served.cache).toBe('miss');
    expect(calls()).toBe(4);
  });

  it('no-cache asks anew, and keeps what comes', async () => {
    await start();
    const first = await whole();
    const second = await whole(saying('no-cache'));
    expect(second.served.cache).toBe('bypass');
    expect(second.id).not.toBe(first.id);
    expect((await whole()).id).toBe(second.id);
    const third = await streamed(saying('no-cache'));
    expect((await whole()).id).toBe(third.id);
  });

  it('max-age bounds the age of what is given', async () => {
    await start();
    await whole();
    nowMs += 10_000;
    expect((await whole(saying('max-age=10'))).served.cache).toBe('hit');
    nowMs += 1;
    expect((await whole(saying('max-age=10'))).served.cache).toBe('miss');
  });

  it('only-if-cached calls no upstream, whatever the route and the request', async () => {
    await start();
    const only = saying('only-if-cached');
    for (const refused of [
      whole(only),
      streamed(only),
      whole(only, { store: true }),
      whole(only, { model: 'gpt-4o-mini' }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'not_cached', status: 504 });
    expect(calls()).toBe(0);
    const first = await whole();
    expect(await whole(only)).toMatchObject({ id: first.id, served: { cache: 'hit' } });
    await expect(whole(saying('only-if-cached, no-cache'))).rejects.toMatchObject({ code: 'not_cached' });
    nowMs += 61_000;
    await expect(whole(only)).rejects.toMatchObject({ code: 'not_cached' });
    expect(calls()).toBe(1);
  });

  it('has no bearing on a route that keeps nothing, and its answers say nothing of a cache', async () => {
    await start();
    expect((await whole(saying('no-cache'), { model: 'gpt-4o-mini' })).served.cache).toBeUndefined();
  });
});

describe('identical calls', () => {
  it('share one attempt, and the answer is kept though the first of them hangs up', async () => {
    await start();
    running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 60 } });
    const first = new AbortController();
    const leaving = whole({ gone: first.signal }).catch((error: unknown) => error);
    const staying = whole();
    await expect.poll(calls).toBe(1);
    first.abort();
    expect(await leaving).toMatchObject({ code: 'caller_gone' });
    const { id, served } = await staying;
    expect(served).toMatchObject({ cache: 'hit', attempts: 0 });
    expect(await whole()).toMatchObject({ id, served: { cache: 'hit' } });
    expect(calls()).toBe(1);
  });

  it('give each its own bytes', async () => {
    await start();
    const asked = running.call();
    const plan = planChat(chat, asked, parts);
    const view = await viewCache(plan, chat, asked, parts);
    const [one, two] = await Promise.all([
      cachedWhole(view, plan, chat, asked, parts),
      cachedWhole(view, plan, chat, asked, parts),
    ]);
    one.body.fill(0);
    expect(JSON.parse(Buffer.from(two.body).toString())).toMatchObject({ object: 'chat.completion' });
  });

  it('settle a stream that all leave before its first chunk is read', async () => {
    await start();
    running.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 20 } });
    const gone = new AbortController();
    await open({ gone: gone.signal });
    gone.abort();
    await expect.poll(() => running.simulator.counts().cancels).toBe(1);
    await expect.poll(() => running.log.of('call-ended')).toMatchObject([{ outcome: 'abandoned' }]);
  });

  it('record one that leaves a stream early as abandoned, and one whose stream breaks as cut', async () => {
    await start();
    running.simulator.inject({ fault: { kind: 'cut-after', chunks: 10, how: 'reset' } });
    const gone = new AbortController();
    const [first, second, third] = [
      await open(),
      await open({ gone: gone.signal, requestId: 'leaver' }),
      await open({ requestId: 'stayer' }),
    ];
    await second.chunks.next();
    gone.abort();
    await expect(textOf(second.chunks)).rejects.toMatchObject({ code: 'caller_gone' });
    await Promise.allSettled([textOf(first.chunks), textOf(third.chunks)]);
    const outcomeOf = (requestId: string) =>
      running.log.of('call-ended').find((line) => line['requestId'] === requestId)?.['outcome'];
    expect([outcomeOf('leaver'), outcomeOf('stayer'), outcomeOf('request-1')]).toEqual(['abandoned', 'cut', 'cut']);
  });
});

describe('a semantic cache', () => {
  const semantic = { semantic: { embeddingModel: 'text-embedding-3-small', threshold: 0.95 } };
  /** The same words in another form: another request, the same question. */
  const inParts: Partial<ChatRequest> = {
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Why is the sky blue?' }] }],
  };

  it('gives the answer to the same question in another form, by the embeddings of the file’s model', async () => {
    await start(semantic);
    const first = await whole();
    expect(await whole({}, inParts)).toMatchObject({ id: first.id, served: { cache: 'hit', attempts: 0 } });
    expect(await streamed({}, inParts)).toMatchObject({ id: first.id, served: { cache: 'hit' } });
    expect(running.simulator.counts().byDeployment['chat-east']?.calls).toBe(1);
    expect(running.simulator.counts().byDeployment['embed-east']?.calls).toBeGreaterThan(1);
    const apart = await whole({}, { messages: [{ role: 'user', content: 'How do fish breathe?' }] });
    expect(apart.served.cache).toBe('miss');
  });

  it('keeps callers apart, and questions under another prompt or parameter', async () => {
    await start(semantic);
    await whole();
    expect((await whole(other(), inParts)).served.cache).toBe('miss');
    expect((await whole({}, { ...inParts, temperature: 0.1 })).served.cache).toBe('miss');
    const system = { role: 'system' as const, content: 'Be brief.' };
    expect((await whole({}, { messages: [system, ...(inParts.messages ?? [])] })).served.cache).toBe('miss');
  });

  it('obeys max-age and only-if-cached as for the same words', async () => {
    await start(semantic);
    const first = await whole();
    nowMs += 10_001;
    await expect(whole(saying('max-age=10, only-if-cached'), inParts)).rejects.toMatchObject({ code: 'not_cached' });
    expect((await whole(saying('only-if-cached'), inParts)).id).toBe(first.id);
    expect((await whole(saying('max-age=10'), inParts)).served.cache).toBe('miss');
  });

  it('lets a caller tighten the similarity, and not loosen it', async () => {
    await start({ semantic: { ...semantic.semantic, threshold: 1 } });
    await whole();
    const near: Partial<ChatRequest> = { messages: [{ role: 'user', content: 'Why is the sea blue?' }] };
    expect((await whole({ minSimilarity: -1 }, near)).served.cache).toBe('miss');
    await running.stop();
    await start({ semantic: { ...semantic.semantic, threshold: 0.5 } });
    await whole();
    expect((await whole({ minSimilarity: 1.5 }, inParts)).served.cache).toBe('miss');
  });

  it('is a miss while nothing can be embedded', async () => {
    await start(semantic);
    running.simulator.inject({ operation: 'embeddings', fault: { kind: 'status', status: 400 } });
    await whole();
    expect((await whole({}, inParts)).served.cache).toBe('miss');
    expect(running.log.of('semantic-cache-failed').length).toBeGreaterThan(0);
  });
});
