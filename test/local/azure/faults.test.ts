import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorVariants } from '../../../local/azure/azure-error.ts';
import type { Fault } from '../../../local/azure/fault-rule.ts';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';
import { ask, datedChat, eventsOf, saying, startEast, v1Chat } from './simulator-client.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startEast();
});
afterEach(() => simulator.clearFaults());
afterAll(() => simulator.stop());

function plain(fault: Fault): Promise<Response> {
  simulator.inject({ fault });
  return ask(simulator, datedChat, saying('hi'));
}

function streamed(fault: Fault): Promise<Response> {
  simulator.inject({ fault });
  return ask(simulator, datedChat, saying('hi', { stream: true }));
}

/** Reads a body until it ends, breaks, or stays silent for half a second. */
async function readUntilQuiet(response: Response): Promise<{ text: string; end: 'end' | 'broken' | 'silent' }> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const part = await Promise.race([
      reader?.read().catch(() => 'broken' as const),
      new Promise<'silent'>((resolve) => setTimeout(resolve, 500, 'silent')),
    ]);
    if (part === 'silent' || part === 'broken' || part === undefined || part.done) {
      await reader?.cancel().catch(() => undefined);
      return { text, end: part === 'silent' || part === 'broken' ? part : 'end' };
    }
    text += decoder.decode(part.value, { stream: true });
  }
}

function eventCount(text: string): number {
  return text.split('\n\n').length - 1;
}

describe('a status', () => {
  it.each(errorVariants)('%s has a body by the schema', async (body) => {
    const response = await plain({ kind: 'status', body });
    const answer: unknown = await response.json();
    expect(response.status).toBe(Number(/-(\d{3})$/.exec(body)?.[1] ?? 429));
    // The filter's refusal has `type: null` on the wire, which the published schema does not know.
    const known: unknown = JSON.parse(
      JSON.stringify(answer).replaceAll('"type":null,', '').replaceAll('"param":null,', ''),
    );
    expect(wireMistakes('azure-2024-10-21', 'error', known)).toEqual([]);
  });

  it('comes with a body that fits it, or any other', async () => {
    expect(await (await plain({ kind: 'status', status: 503 })).json()).toMatchObject({
      error: { code: 'ServiceUnavailable' },
    });
    simulator.clearFaults();
    const teapot = await plain({ kind: 'status', status: 418, body: { tea: true }, headers: { 'x-tea': 'green' } });
    expect([teapot.status, teapot.headers.get('x-tea'), await teapot.json()]).toEqual([418, 'green', { tea: true }]);
    simulator.clearFaults();
    expect(await (await plain({ kind: 'status', status: 502 })).json()).toMatchObject({
      error: { code: 'InternalServerError' },
    });
  });

  it.each<[string, Omit<Extract<Fault, { kind: 'status' }>, 'kind'>, string | null, string | null]>([
    ['the variant’s own wait', { body: 'throttled-new' }, '45', '45000'],
    ['none where Azure sends none', { body: 'throttled-short' }, null, null],
    ['a day', { body: 'throttled-86400' }, '86400', '86400000'],
    ['milliseconds', { status: 429, retryAfterMs: 1500 }, '2', '1500'],
    [
      'an HTTP date',
      { status: 429, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' },
      'Wed, 21 Oct 2026 07:28:00 GMT',
      null,
    ],
  ])('asks to wait: %s', async (_what, fault, seconds, milliseconds) => {
    const { headers } = await plain({ kind: 'status', ...fault });
    expect([headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual([seconds, milliseconds]);
  });
});

describe('a stream', () => {
  it('is cut cleanly after so many events, without its end mark', async () => {
    const { text, end } = await readUntilQuiet(await streamed({ kind: 'cut-after', chunks: 4 }));
    expect([eventCount(text), end, text.includes('[DONE]')]).toEqual([4, 'end', false]);
  });

  it('is reset after so many events', async () => {
    const { text, end } = await readUntilQuiet(await streamed({ kind: 'cut-after', chunks: 3, how: 'reset' }));
    expect([eventCount(text), end]).toEqual([3, 'broken']);
  });

  it('is cut before its end mark by a number beyond its last event', async () => {
    const whole = (await eventsOf(await ask(simulator, datedChat, saying('hi', { stream: true })))).events.length;
    const { text } = await readUntilQuiet(await streamed({ kind: 'cut-after', chunks: whole }));
    expect([eventCount(text), text.includes('"finish_reason":"stop"'), text.includes('[DONE]')]).toEqual([
      whole,
      true,
      false,
    ]);
  });

  it.each([0, 3])('stalls after %i events', async (chunks) => {
    const response = await streamed({ kind: 'stall', chunks });
    const { text, end } = await readUntilQuiet(response);
    expect([response.status, eventCount(text), end]).toEqual([200, chunks, 'silent']);
  });

  it('carries garbage', async () => {
    expect((await readUntilQuiet(await streamed({ kind: 'garbage' }))).text).toMatch(
      /data: <<< this is not JSON >>>\n\n$/,
    );
  });

  it('ends inside an event', async () => {
    const { text, end } = await readUntilQuiet(await streamed({ kind: 'truncated-json' }));
    expect([text.endsWith('\n\n'), end]).toEqual([false, 'end']);
  });

  it('carries an error inside the 200, and ends', async () => {
    const { events, isDone } = await eventsOf(await streamed({ kind: 'error-in-stream', chunks: 2, body: 'capacity' }));
    expect(events.slice(2)).toMatchObject([
      { error: { code: '429', message: expect.stringContaining('high demand') } },
    ]);
    expect(isDone).toBe(false);
  });

  it('never says anything', async () => {
    const response = await streamed({ kind: 'empty-choices' });
    const reader = response.body?.getReader();
    let text = '';
    while (text.length < 5000) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    await reader?.cancel();
    expect(text.split('"choices":[]').length).toBeGreaterThan(20);
  });

  it('carries the asynchronous filter’s annotations, one after the finish reason', async () => {
    const { events, isDone } = await eventsOf(await streamed({ kind: 'async-filter' }));
    expect(isDone).toBe(true);
    expect(events[0]).toMatchObject({ object: '', choices: [], prompt_filter_results: [{}] });
    expect(events.at(-1)).toMatchObject({
      id: '',
      choices: [{ finish_reason: null, content_filter_offsets: { start_offset: expect.any(Number) } }],
    });
    expect(events.at(-1)).not.toHaveProperty(['choices', 0, 'delta']);
    expect(events.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
  });

  it('waits before its first event, or between them', async () => {
    let startedAt = performance.now();
    await eventsOf(await streamed({ kind: 'delay-first-chunk', delayMs: 120 }));
    expect(performance.now() - startedAt).toBeGreaterThan(110);
    simulator.clearFaults();
    startedAt = performance.now();
    await eventsOf(await streamed({ kind: 'delay-chunks', delayMs: 5 }));
    expect(performance.now() - startedAt).toBeGreaterThan(100);
  });

  it('trickles, characters split anywhere, and is whole in the end', async () => {
    const body = saying('Zürich 😀', { stream: true });
    const whole = await eventsOf(await ask(simulator, datedChat, body));
    simulator.inject({ fault: { kind: 'slow', bytesPerSecond: 200_000 } });
    const slow = await eventsOf(await ask(simulator, datedChat, body));
    expect(slow.events.length).toBe(whole.events.length);
  });
});

describe('a plain answer', () => {
  it.each<[Fault, 'end' | 'broken' | 'silent']>([
    [{ kind: 'cut-after', chunks: 1 }, 'broken'],
    [{ kind: 'cut-after', chunks: 1, how: 'reset' }, 'broken'],
    [{ kind: 'stall' }, 'silent'],
    [{ kind: 'stall', chunks: 2 }, 'silent'],
    [{ kind: 'garbage' }, 'end'],
    [{ kind: 'truncated-json' }, 'end'],
  ])('is no JSON with %j', async (fault, expected) => {
    const { text, end } = await readUntilQuiet(await plain(fault));
    expect(end).toBe(expected);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('is an error inside a 200, or has no choices', async () => {
    expect(await (await plain({ kind: 'error-in-stream' })).json()).toMatchObject({
      error: { code: 'InternalServerError' },
    });
    simulator.clearFaults();
    expect(await (await plain({ kind: 'empty-choices' })).json()).toMatchObject({ choices: [] });
  });

  it('comes late, or slowly, and is whole', async () => {
    for (const fault of [
      { kind: 'delay-headers', delayMs: 60 },
      { kind: 'delay-first-chunk', delayMs: 60 },
      { kind: 'slow', bytesPerSecond: 20_000 },
    ] as const) {
      simulator.clearFaults();
      const startedAt = performance.now();
      expect(await (await plain(fault)).json()).toHaveProperty('choices');
      expect(performance.now() - startedAt).toBeGreaterThan(50);
    }
  });
});

it('resets before any byte', async () => {
  await expect(plain({ kind: 'reset' })).rejects.toThrow('fetch failed');
});

it('is a black hole', async () => {
  simulator.inject({ fault: { kind: 'stall', beforeHeaders: true } });
  await expect(ask(simulator, datedChat, saying('hi'), { signal: AbortSignal.timeout(80) })).rejects.toThrow(/timeout/);
});

it('plays what a deployment is named for, and keeps it in the ledger', async () => {
  const response = await ask(simulator, v1Chat, saying('hi', { model: 'fault-status-503' }));
  expect(response.status).toBe(503);
  expect(simulator.ledger().at(-1)).toMatchObject({ deployment: 'fault-status-503', fault: 'status', status: 503 });
});

it('does not play for a call without a right key', async () => {
  simulator.inject({ times: 1, fault: { kind: 'status', status: 500 } });
  expect((await ask(simulator, datedChat, saying('hi'), { headers: { 'api-key': 'wrong' } })).status).toBe(401);
  expect((await ask(simulator, datedChat, saying('hi'))).status).toBe(500);
});
