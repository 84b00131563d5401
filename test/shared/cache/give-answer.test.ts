import { describe, expect, it } from 'vitest';
import { giveStream, giveWhole } from '../../../shared/cache/give-answer.ts';
import { answerOf, chunkOf, chunksIn, eventsOf, mistakesOf } from './chat-samples.ts';

const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
const usageChunk = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4o-2024-11-20',
  choices: [],
  usage,
};
const plain = eventsOf(
  chunkOf({ role: 'assistant', content: '' }),
  chunkOf({ content: 'Hel' }),
  chunkOf({ content: 'lo' }),
  chunkOf({}, {}, 'stop'),
);
const withUsage = [...plain.slice(0, -1), ...eventsOf(usageChunk)];
const stream = (events: readonly Buffer[], more: object = {}) =>
  answerOf('', { kind: 'stream', body: Buffer.concat(events), ...more });
const textOf = (pieces: readonly Buffer[] | undefined) => Buffer.concat(pieces ?? []).toString();

describe('a kept stream', () => {
  it('is replayed in its own bytes, in several pieces of whole events', () => {
    const pieces = giveStream(stream(plain), false) ?? [];
    expect(textOf(pieces)).toBe(textOf(plain));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.toString().endsWith('\n\n'))).toBe(true);
  });

  it('is replayed in pieces of some size when it is long', () => {
    const long = eventsOf(
      ...Array.from({ length: 5_000 }, () => chunkOf({ content: 'word ' })),
      chunkOf({}, {}, 'stop'),
    );
    const pieces = giveStream(stream(long), false) ?? [];
    expect(textOf(pieces)).toBe(textOf(long));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(16_384);
    expect(pieces.length).toBeLessThan(100);
  });

  it('shows its usage only to who asked', () => {
    expect(textOf(giveStream(stream(withUsage), false))).toBe(textOf(plain));
    expect(textOf(giveStream(stream(withUsage), true))).toBe(textOf(withUsage));
  });

  it('is given the usage chunk it was kept without', () => {
    const chunks = chunksIn(giveStream(stream(plain), true) ?? []);
    expect(chunks.at(-1)).toEqual(usageChunk);
    expect(mistakesOf('chatChunk', chunks.at(-1))).toEqual([]);
    expect(textOf(giveStream(stream(plain), true))).toMatch(/\[DONE\]\n\n$/);
    expect(textOf(giveStream(stream(plain, { usage: undefined }), true))).toBe(textOf(plain));
  });

  it('is given whole', () => {
    const whole: unknown = JSON.parse(Buffer.from(giveWhole(stream(plain)) ?? []).toString());
    expect(whole).toMatchObject({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }], usage });
    expect(mistakesOf('chat', whole)).toEqual([]);
    expect(giveWhole(stream(eventsOf(chunkOf({ content: 'x', thoughts: 'y' }, {}, 'stop'))))).toBeUndefined();
  });
});

describe('a kept whole answer', () => {
  it('is given in its own bytes', () => {
    const answer = answerOf('hi');
    expect(giveWhole(answer)).toBe(answer.body);
  });

  it('is given as a stream that adds up to it, or not at all', () => {
    const whole = giveWhole(stream(withUsage)) ?? expect.unreachable();
    const pieces = giveStream(answerOf('', { body: whole }), true) ?? expect.unreachable();
    expect(giveWhole(stream(pieces))).toEqual(whole);
    expect(giveStream(answerOf('no chat'), false)).toBeUndefined();
  });
});
