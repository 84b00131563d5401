import { expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import type { HttpAnswer } from '../../../shared/http/answers.ts';
import type { Arrival } from '../../../shared/http/arrival.ts';
import { ndjsonAnswer } from '../../../shared/http/ndjson-answer.ts';

function arrive(members: Partial<Arrival> = {}) {
  const seen = { isCut: false };
  const arrival: Arrival = {
    headers: {},
    url: '/v1/batch',
    method: 'POST',
    gone: new AbortController().signal,
    body: () => expect.unreachable('the body was read'),
    writable: () => undefined,
    abort: async () => {
      seen.isCut = true;
    },
    ...members,
  };
  return { arrival, seen };
}

/** Three objects, or fewer before `error`; `made` counts them. */
function source(error?: { after: number; thrown: unknown }) {
  const seen = { made: 0, isClosed: false };
  async function* objects(): AsyncGenerator<object> {
    try {
      for (; seen.made < 3; seen.made += 1) {
        if (error !== undefined && seen.made === error.after) throw error.thrown;
        yield { line: seen.made };
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, objects: objects() };
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

it('sends each object as a line', async () => {
  const { arrival, seen } = arrive();
  const answer = ndjsonAnswer(source().objects, arrival);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
  expect(await textOf(answer)).toBe('{"line":0}\n{"line":1}\n{"line":2}\n');
  expect(seen.isCut).toBe(false);
});

it.each([
  [new GatewayError('deadline_exceeded', 'Too late.'), 'deadline_exceeded'],
  [new Error('a bug'), 'internal_error'],
])('ends in a line with the error, and cuts the connection behind it', async (thrown, code) => {
  const { arrival, seen } = arrive();
  const lines = (await textOf(ndjsonAnswer(source({ after: 1, thrown }).objects, arrival))).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([{ line: 0 }, { error: expect.objectContaining({ code }) }]);
  expect(seen.isCut).toBe(true);
});

it('says nothing more to a caller who has gone', async () => {
  const { arrival } = arrive({ gone: AbortSignal.abort() });
  const thrown = new GatewayError('caller_gone', 'The caller hung up.');
  expect(await textOf(ndjsonAnswer(source({ after: 0, thrown }).objects, arrival))).toBe('');
});

it('makes nothing that a slow reader cannot take yet', async () => {
  const ready = Promise.withResolvers<undefined>();
  const { arrival } = arrive({ writable: () => ready.promise });
  const { objects, seen } = source();
  const text = textOf(ndjsonAnswer(objects, arrival));
  await new Promise(setImmediate);
  expect(seen.made).toBe(0);
  ready.resolve(undefined);
  expect(await text).toContain('{"line":2}');
});

it('ends what makes the objects when nobody reads on', async () => {
  const { objects, seen } = source();
  const reader = bodyOf(ndjsonAnswer(objects, arrive().arrival)).getReader();
  await reader.read();
  await reader.cancel();
  expect(seen).toEqual({ made: 0, isClosed: true });
});
