import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import type { HttpAnswer } from '../../../shared/http/answers.ts';
import type { Arrival } from '../../../shared/http/arrival.ts';
import { eventStreamAnswer, type StreamPacing, type StreamAnswered } from '../../../shared/http/event-stream-answer.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const served = { deployment: deploymentOf({ name: 'east' }), attempts: 2 };
const slowPacing = { headersWithinMs: 10_000, commentEveryMs: 10_000 };

type Source = () => AsyncGenerator<Buffer>;

/** A completion over `source`; `produced` counts its chunks, `isClosed` tells whether it has cleaned up. */
function completionOf(source: Source) {
  const seen = { produced: 0, isClosed: false };
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of source()) {
        seen.produced += 1;
        yield chunk;
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, completion: Promise.resolve<StreamAnswered>({ chunks: watched(), served }) };
}

async function* texts(...list: string[]): AsyncGenerator<Buffer> {
  for (const text of list) yield Buffer.from(text);
}

function arrive(members: Partial<Arrival> = {}) {
  const events: string[] = [];
  const arrival: Arrival = {
    headers: {},
    url: '/v1/chat/completions',
    method: 'POST',
    gone: new AbortController().signal,
    body: () => expect.unreachable('the body was read'),
    writable: () => undefined,
    abort: async () => void events.push('abort'),
    ...members,
  };
  return { arrival, events };
}

function bodyOf({ body }: HttpAnswer) {
  if (typeof body === 'string' || body instanceof Uint8Array) return expect.unreachable('it is no stream');
  return body;
}

async function textOf(answer: HttpAnswer): Promise<string> {
  let text = '';
  for await (const chunk of bodyOf(answer)) text += Buffer.from(chunk).toString();
  return text;
}

const answerTo = (source: Source, arrival = arrive().arrival, pacing: StreamPacing = slowPacing) =>
  eventStreamAnswer(completionOf(source).completion, arrival, pacing);

describe('eventStreamAnswer', () => {
  it('waits with its headers for the first output, and then says who served', async () => {
    const { promise, resolve } = Promise.withResolvers<StreamAnswered>();
    let isAnswered = false;
    const answering = eventStreamAnswer(promise, arrive().arrival).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await new Promise((next) => setImmediate(next));
    expect(isAnswered).toBe(false);
    resolve({ chunks: texts('data: a\n\n', 'data: [DONE]\n\n'), served });
    const answer = await answering;
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'x-sluice-deployment': 'east',
        'x-sluice-attempts': '2',
      },
    });
    expect(await textOf(answer)).toBe('data: a\n\ndata: [DONE]\n\n');
  });

  it('throws a failure that comes before its headers, so that it has its own status', async () => {
    const failure = new GatewayError('rate_limit_exceeded', 'Busy.');
    await expect(eventStreamAnswer(Promise.reject(failure), arrive().arrival)).rejects.toBe(failure);
  });

  it('sends its headers with a comment when the first output is late, and goes on', async () => {
    const { promise, resolve } = Promise.withResolvers<StreamAnswered>();
    const answer = await eventStreamAnswer(promise, arrive().arrival, { ...slowPacing, headersWithinMs: 5 });
    expect(Object.keys(answer.headers)).not.toContain('x-sluice-deployment');
    const reader = bodyOf(answer).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(': waiting\n\n');
    resolve({ chunks: texts('data: a\n\n'), served });
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('data: a\n\n');
    expect((await reader.read()).done).toBe(true);
  });

  it('tells a failure after its headers as an error event, cuts the connection and sends no [DONE]', async () => {
    const { promise, reject } = Promise.withResolvers<StreamAnswered>();
    const { arrival, events } = arrive();
    const answer = await eventStreamAnswer(promise, arrival, { ...slowPacing, headersWithinMs: 5 });
    reject(new GatewayError('upstream_unavailable', 'All are down.'));
    const text = await textOf(answer);
    const error =
      '{"error":{"message":"All are down.","type":"upstream_error","param":null,"code":"upstream_unavailable"}}';
    expect(text).toBe(`: waiting\n\ndata: ${error}\n\n`);
    expect(events).toEqual(['abort']);
  });

  it('tells a failure in the middle in the same way, behind what came before it', async () => {
    const { arrival, events } = arrive();
    const answer = await answerTo(async function* () {
      yield Buffer.from('data: a\n\n');
      throw new GatewayError('upstream_malformed', 'It broke off.');
    }, arrival);
    const text = await textOf(answer);
    expect(text).toMatch(/^data: a\n\ndata: \{"error":\{"message":"It broke off\."/);
    expect(text).not.toContain('[DONE]');
    expect(events).toEqual(['abort']);
  });

  it('cuts only when the error event has been taken', async () => {
    const { arrival, events } = arrive();
    const answer = await answerTo(async function* () {
      yield* [];
      throw new GatewayError('upstream_malformed', 'It broke off.');
    }, arrival);
    const reader = bodyOf(answer).getReader();
    await reader.read();
    expect(events).toEqual([]);
    expect((await reader.read()).done).toBe(true);
    expect(events).toEqual(['abort']);
  });

  it('tells nothing of a bug', async () => {
    const answer = await answerTo(async function* () {
      yield Buffer.from('data: a\n\n');
      throw new TypeError('secret-thing is undefined');
    });
    const text = await textOf(answer);
    expect(text).toContain('"code":"internal_error"');
    expect(text).not.toContain('secret-thing');
  });

  it('says nothing to a caller who has gone, and never ends as if it were whole', async () => {
    const gone = new AbortController();
    const { arrival, events } = arrive({ gone: gone.signal });
    const answer = await answerTo(async function* () {
      yield Buffer.from('data: a\n\n');
      gone.abort();
      throw new GatewayError('caller_gone', 'The caller hung up.');
    }, arrival);
    expect(await textOf(answer)).toBe('data: a\n\n');
    expect(events).toEqual(['abort']);
  });

  it('shows life while the upstream is silent', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = await answerTo(
      async function* () {
        yield Buffer.from('data: a\n\n');
        await promise;
        yield Buffer.from('data: b\n\n');
      },
      arrive().arrival,
      { ...slowPacing, commentEveryMs: 5 },
    );
    const reader = bodyOf(answer).getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect([await next(), await next(), await next()]).toEqual(['data: a\n\n', ': waiting\n\n', ': waiting\n\n']);
    resolve();
    await expect.poll(next).toBe('data: b\n\n');
  });

  it('asks the upstream for no more than a slow reader takes', async () => {
    let drained = Promise.withResolvers<void>();
    const { arrival } = arrive({ writable: () => drained.promise });
    const { seen, completion } = completionOf(() => texts(...Array.from({ length: 100 }, () => 'data: a\n\n')));
    const answer = await eventStreamAnswer(completion, arrival, { ...slowPacing, commentEveryMs: 5 });
    const reader = bodyOf(answer).getReader();
    for (let turn = 1; turn <= 3; turn += 1) {
      const reading = reader.read();
      await new Promise((next) => setTimeout(next, 20));
      // Nor does a comment go out: the connection is not idle, it is full.
      expect(seen.produced).toBe(turn - 1);
      drained.resolve();
      expect(Buffer.from((await reading).value ?? []).toString()).toBe('data: a\n\n');
      drained = Promise.withResolvers<void>();
    }
    expect(seen.produced).toBe(3);
    await reader.cancel();
  });

  it('stops the upstream when nobody reads on', async () => {
    const { seen, completion } = completionOf(() => texts('data: a\n\n', 'data: b\n\n'));
    const reader = bodyOf(await eventStreamAnswer(completion, arrive().arrival)).getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => seen.isClosed).toBe(true);
    expect(seen.produced).toBe(1);
  });

  it('stops the upstream also when nobody ever began to read', async () => {
    const { seen, completion } = completionOf(() => texts('data: a\n\n', 'data: b\n\n'));
    await bodyOf(await eventStreamAnswer(completion, arrive().arrival)).cancel();
    await expect.poll(() => seen.isClosed).toBe(true);
  });

  it('survives a failure that nobody waits for any more', async () => {
    const { promise, reject } = Promise.withResolvers<StreamAnswered>();
    const answer = await eventStreamAnswer(promise, arrive().arrival, { ...slowPacing, headersWithinMs: 5 });
    await bodyOf(answer).cancel();
    reject(new GatewayError('upstream_failed', 'Too late.'));
    await new Promise((next) => setImmediate(next));
  });
});
