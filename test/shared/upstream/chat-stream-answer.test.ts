import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { AttemptClock, type AttemptLimits } from '../../../shared/resilience/attempt-clock.ts';
import { ChatStreamAnswer, type ChatStreamOptions } from '../../../shared/upstream/chat-stream-answer.ts';
import { startAnsweringUpstream, type AnsweringUpstream } from '../../setup/open-answer.ts';
import { sendEvents } from '../../setup/scripted-upstream.ts';

const chunk = (delta: object, finishReason: string | null = null, index = 0) => ({
  choices: [{ index, delta, finish_reason: finishReason }],
  usage: null,
});
const role = chunk({ role: 'assistant', content: '' });
const stop = chunk({}, 'stop');
const usage = { choices: [], usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 } };
const done = '[DONE]';
const wire = (...events: unknown[]) =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');

let upstream: AnsweringUpstream;
let clock: AttemptClock;
afterEach(async () => {
  clock.stop();
  await upstream.stop();
});

type Script = (response: ServerResponse) => void;

async function open(
  script: Script,
  options: Partial<ChatStreamOptions> = {},
  limits: Partial<AttemptLimits> = {},
  gone = new AbortController().signal,
) {
  upstream = await startAnsweringUpstream(script);
  clock = new AttemptClock(
    { idleMs: 5000, attemptMs: 5000, deadlineMs: 5000, firstOutputMs: 5000, ...limits },
    gone,
    Date.now,
  );
  return reopen(options);
}

async function reopen(options: Partial<ChatStreamOptions> = {}) {
  const answer = await upstream.answer(clock.signal);
  return ChatStreamAnswer.open(answer, clock, { deployment: 'east', choices: 1, hideUsage: true, ...options });
}

const events =
  (...list: unknown[]): Script =>
  (response) => {
    sendEvents(response, list);
    response.end();
  };

/** Bytes in one write, and no more: what follows is the connection's matter. */
const bytes =
  (text: string): Script =>
  (response) =>
    void response.end(text);

async function collect(chunks: AsyncIterable<Buffer>) {
  let text = '';
  try {
    for await (const piece of chunks) text += piece.toString();
  } catch (failure) {
    return { text, failure };
  }
  return { text, failure: undefined };
}

describe('ChatStreamAnswer before the first output', () => {
  it('gives out what was held together with the first output, in the bytes that came', async () => {
    const { chunks } = await open(events(role, chunk({ content: 'Grüße' }), stop, done));
    expect(await collect(chunks)).toEqual({
      text: wire(role, chunk({ content: 'Grüße' }), stop, done),
      failure: undefined,
    });
  });

  it.each([
    ['an error event', [role, { error: { code: 'InternalServerError', message: 'x' } }], 'failed'],
    ['a filter verdict', [{ error: { code: 'content_filter', message: 'Filtered.' } }], 'filtered'],
    ['a throttle', [{ error: { code: '429', message: 'x' } }], 'throttled'],
    ['garbage', [role, '<html>'], 'malformed'],
    ['an end without output', [role, usage], 'malformed'],
    ['[DONE] without output', [role, done], 'malformed'],
    ['half an object', [role, '{"choices":[{"delta":{"con'], 'malformed'],
  ])('fails on %s while the call can still go elsewhere', async (_what, list, kind) => {
    await expect(open(events(...list))).rejects.toMatchObject({ kind });
  });

  it('fails on an empty body', async () => {
    await expect(open(bytes(''))).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('holds no more than 64 events', async () => {
    const held = Array.from({ length: 64 }, () => role);
    const { chunks } = await open(events(...held, chunk({ content: 'a' }), stop, done));
    expect((await collect(chunks)).failure).toBeUndefined();
    await upstream.stop();
    await expect(open((response) => sendEvents(response, [...held, role]))).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  it('does not count comments against those 64, but their bytes against 256 KiB', async () => {
    const { chunks } = await open(
      bytes(`${': keep-alive\n\n'.repeat(1000)}${wire(chunk({ content: 'a' }), stop, done)}`),
    );
    expect((await collect(chunks)).failure).toBeUndefined();
    await upstream.stop();
    const flood = open((response) => void response.write(`: ${'x'.repeat(1000)}\n\n`.repeat(300)));
    await expect(flood).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('stops an upstream that never comes to the point', async () => {
    let isClosed = false;
    const endless = open((response) => {
      response.on('close', () => (isClosed = true));
      sendEvents(
        response,
        Array.from({ length: 65 }, () => role),
      );
    });
    await expect(endless).rejects.toMatchObject({ kind: 'malformed' });
    await expect.poll(() => isClosed).toBe(true);
  });

  it('fails when the first output does not come in time, comments notwithstanding', async () => {
    const silent = open((response) => void response.write(': hold on\n\n'), {}, { firstOutputMs: 60 });
    await expect(silent).rejects.toMatchObject({
      kind: 'timed-out',
      message: 'Deployment east gave no output in time.',
    });
  });

  it('waits longer than the idle limit for the first output', async () => {
    const { chunks } = await open(
      (response) => {
        sendEvents(response, [role]);
        setTimeout(() => events(chunk({ content: 'a' }), stop, done)(response), 120);
      },
      {},
      { idleMs: 60 },
    );
    expect((await collect(chunks)).failure).toBeUndefined();
  });
});

describe('ChatStreamAnswer after the first output', () => {
  it('is not bounded by the first output’s clock any more', async () => {
    const { chunks } = await open(
      (response) => {
        sendEvents(response, [chunk({ content: 'a' })]);
        setTimeout(() => events(stop, done)(response), 120);
      },
      {},
      { firstOutputMs: 60 },
    );
    expect((await collect(chunks)).failure).toBeUndefined();
  });

  it('fails on silence', async () => {
    const { chunks } = await open((response) => sendEvents(response, [chunk({ content: 'a' })]), {}, { idleMs: 60 });
    expect(await collect(chunks)).toMatchObject({
      text: wire(chunk({ content: 'a' })),
      failure: { kind: 'timed-out' },
    });
  });

  it.each([
    ['a clean end without [DONE]', [chunk({ content: 'a' }), stop]],
    ['an end in the middle of the answer', [chunk({ content: 'a' })]],
  ])('fails on %s', async (_what, list) => {
    const { chunks } = await open(events(...list));
    expect(await collect(chunks)).toMatchObject({ text: wire(...list), failure: { kind: 'malformed' } });
  });

  it('fails on [DONE] without a finish reason, and does not pass it on', async () => {
    const { chunks } = await open(events(chunk({ content: 'a' }), done));
    expect(await collect(chunks)).toMatchObject({
      text: wire(chunk({ content: 'a' })),
      failure: { kind: 'malformed' },
    });
  });

  it('wants the finish reasons of all choices', async () => {
    const list = [chunk({ content: 'a' }, null, 0), chunk({ content: 'b' }, null, 1), stop, done];
    const { chunks } = await open(events(...list), { choices: 2 });
    expect((await collect(chunks)).failure).toMatchObject({ kind: 'malformed' });
  });

  it('passes on what came before an error event, then fails, and never passes the error itself', async () => {
    const error = { error: { code: 'InternalServerError', message: 'at 10.0.0.1' } };
    const { chunks } = await open(
      bytes(wire(role, chunk({ content: 'a' }), error, chunk({ content: 'b' }), stop, done)),
    );
    const { text, failure } = await collect(chunks);
    expect(text).toBe(wire(role, chunk({ content: 'a' })));
    expect(failure).toMatchObject({ kind: 'failed', message: 'Deployment east reported an error inside its answer.' });
  });

  it.each([
    ['garbage', '<html>'],
    ['half an object', '{"choices":[{"delta":{"con'],
  ])('fails on %s', async (_what, junk) => {
    const { chunks } = await open(events(chunk({ content: 'a' }), junk));
    expect(await collect(chunks)).toMatchObject({
      text: wire(chunk({ content: 'a' })),
      failure: { kind: 'malformed' },
    });
  });

  it('fails on half an object at the very end of a broken stream', async () => {
    const { chunks } = await open(bytes(`${wire(chunk({ content: 'a' }))}data: {"choices":[{"del`));
    expect(await collect(chunks)).toMatchObject({
      text: wire(chunk({ content: 'a' })),
      failure: { kind: 'malformed' },
    });
  });

  it('fails on a connection that is reset', async () => {
    const { chunks } = await open((response) => {
      sendEvents(response, [chunk({ content: 'a' })]);
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    });
    expect(await collect(chunks)).toMatchObject({
      text: wire(chunk({ content: 'a' })),
      failure: { kind: 'malformed' },
    });
  });

  it('fails on an event without end', async () => {
    const { chunks } = await open((response) => {
      response.write(wire(chunk({ content: 'a' })));
      const flood = setInterval(() => response.write('x'.repeat(4_000_000)), 1);
      response.on('close', () => clearInterval(flood));
    });
    expect((await collect(chunks)).failure).toMatchObject({
      kind: 'malformed',
      message: 'Deployment east sent an endless event.',
    });
  });

  it('takes an end mark that lacks its blank line', async () => {
    const { chunks } = await open(bytes(`${wire(chunk({ content: 'a' }), stop)}data: [DONE]`));
    expect(await collect(chunks)).toEqual({ text: wire(chunk({ content: 'a' }), stop, done), failure: undefined });
  });

  it('puts characters and line ends together that the network cut apart', async () => {
    const list = Buffer.from(wire(role, chunk({ content: 'Grüße 👩‍👩‍👧 日本' }), stop, done).replaceAll('\n', '\r\n'));
    const { chunks } = await open((response) => {
      let at = 0;
      const drip = setInterval(() => {
        response.write(list.subarray(at, at + 7));
        at += 7;
        if (at >= list.length) response.end();
      }, 0);
      response.on('close', () => clearInterval(drip));
    });
    const pieces: string[] = [];
    for await (const piece of chunks) pieces.push(piece.toString());
    expect(pieces.join('')).toBe(list.toString());
    expect(pieces.every((piece) => piece.endsWith('\r\n\r\n') || piece.endsWith('[DONE]\r\n\r\n'))).toBe(true);
  });

  it('says that the caller hung up when that ended it', async () => {
    const caller = new AbortController();
    const { chunks } = await open((response) => sendEvents(response, [chunk({ content: 'a' })]), {}, {}, caller.signal);
    const collecting = collect(chunks);
    setTimeout(() => caller.abort(), 20);
    expect((await collecting).failure).toMatchObject({ kind: 'abandoned' });
  });
});

describe('ChatStreamAnswer and usage', () => {
  const whole = [chunk({ content: 'a' }), chunk({ content: 'b' }), stop, usage, done];

  it('keeps the usage chunk back where the caller did not ask, and knows it', async () => {
    const { stream, chunks } = await open(events(...whole));
    expect((await collect(chunks)).text).toBe(wire(chunk({ content: 'a' }), chunk({ content: 'b' }), stop, done));
    expect(stream.usage).toMatchObject({ promptTokens: 7, completionTokens: 2, totalTokens: 9, estimated: false });
  });

  it('keeps it back also when it comes in the middle of one network chunk', async () => {
    const { chunks } = await open(bytes(wire(...whole)));
    expect((await collect(chunks)).text).toBe(wire(chunk({ content: 'a' }), chunk({ content: 'b' }), stop, done));
  });

  it('passes it on where the caller asked', async () => {
    const { chunks } = await open(bytes(wire(...whole)), { hideUsage: false });
    expect((await collect(chunks)).text).toBe(wire(...whole));
  });

  it('settles-a-cut-stream by what passed, marked as an estimate', async () => {
    const { stream, chunks } = await open(
      events(chunk({ content: 'a' }), chunk({ content: 'b' }), chunk({ content: 'c' })),
    );
    await collect(chunks);
    expect(stream.usage).toEqual({ promptTokens: 0, completionTokens: 3, totalTokens: 3, estimated: true });
  });
});

describe('ChatStreamAnswer and its connection', () => {
  it('leaves it for the next call after [DONE]', async () => {
    const long = Array.from({ length: 200 }, () => chunk({ content: 'some words of an answer' }));
    const { chunks } = await open(events(...long, stop, done));
    await collect(chunks);
    for (let call = 0; call < 9; call += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.stop();
      clock = new AttemptClock(
        { idleMs: 5000, attemptMs: 5000, deadlineMs: 5000 },
        new AbortController().signal,
        Date.now,
      );
      await collect((await reopen()).chunks);
    }
    expect(upstream.requests).toHaveLength(10);
    expect(upstream.connections()).toBeLessThanOrEqual(3);
  });

  it('closes it when an upstream goes on and on behind [DONE]', async () => {
    let isClosed = false;
    const { chunks } = await open((response) => {
      response.on('close', () => (isClosed = true));
      sendEvents(response, [chunk({ content: 'a' }), stop, done]);
      const more = setInterval(() => response.write(': more and more of it\n\n'.repeat(100)), 1);
      response.on('close', () => clearInterval(more));
    });
    expect((await collect(chunks)).failure).toBeUndefined();
    await expect.poll(() => isClosed).toBe(true);
  });

  it('closes it when nothing follows [DONE], not even the end', async () => {
    let isClosed = false;
    const { chunks } = await open((response) => {
      response.on('close', () => (isClosed = true));
      sendEvents(response, [chunk({ content: 'a' }), stop, done]);
    });
    expect((await collect(chunks)).failure).toBeUndefined();
    await expect.poll(() => isClosed, { timeout: 5000 }).toBe(true);
  });

  it('closes it, and so stops the upstream, when its reader leaves in the middle', async () => {
    let isClosed = false;
    const { chunks } = await open((response) => {
      response.on('close', () => (isClosed = true));
      sendEvents(response, [chunk({ content: 'a' })]);
    });
    await chunks.next();
    await chunks.return(undefined);
    await expect.poll(() => isClosed).toBe(true);
  });
});
