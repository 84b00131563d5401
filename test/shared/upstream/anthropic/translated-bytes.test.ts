import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatedBytes } from '../../../../shared/upstream/anthropic/translated-bytes.ts';
import type { AnswerBytes } from '../../../../shared/upstream/provider.ts';

const events = [
  { type: 'message_start', message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüße 👋 ' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'an\r\nalle' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
  { type: 'message_stop' },
];
const wire = Buffer.from(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));

/** A source that gives these chunks, and tells what was asked of it. */
function sourceOf(chunks: readonly Buffer[]) {
  const seen = { taken: 0, destroyed: 0, dumped: 0, isReturned: false };
  async function* pieces(): AsyncGenerator<Buffer> {
    try {
      for (const chunk of chunks) {
        seen.taken += 1;
        yield chunk;
      }
    } finally {
      seen.isReturned = true;
    }
  }
  const source: AnswerBytes = {
    [Symbol.asyncIterator]: pieces,
    bytes: async () => Buffer.concat(chunks),
    destroy: () => (seen.destroyed += 1),
    dump: async () => void (seen.dumped += 1),
  };
  return { source, seen };
}

async function textOf(bytes: AnswerBytes): Promise<string> {
  return Buffer.concat(
    await Array.fromAsync({ [Symbol.asyncIterator]: () => bytes[Symbol.asyncIterator]() }),
  ).toString();
}

const content = (text: string) =>
  [...text.matchAll(/"delta":\{"content":("(?:[^"\\]|\\.)*")\}/g)].map(([, json]) => JSON.parse(json ?? '""')).join('');

describe('the translated bytes of a stream', () => {
  it('say the same however the network cuts it, in the middle of a character too', async () => {
    const whole = await textOf(translatedBytes(sourceOf([wire]).source, true, 0));
    expect(content(whole)).toBe('Grüße 👋 an\r\nalle');
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: wire.length - 1 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const at = [0, ...places.toSorted((left, right) => left - right), wire.length];
        const chunks = at.slice(1).map((end, index) => wire.subarray(at[index], end));
        expect(await textOf(translatedBytes(sourceOf(chunks).source, true, 0))).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('reads a last event that lacks its blank line', async () => {
    const text = await textOf(translatedBytes(sourceOf([wire.subarray(0, -2)]).source, true, 0));
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('take from the connection only what their reader asks for', async () => {
    const chunks = events.map((event) => Buffer.from(`data: ${JSON.stringify(event)}\n\n`));
    const { source, seen } = sourceOf(chunks);
    const reader = translatedBytes(source, true, 0)[Symbol.asyncIterator]();
    await reader.next();
    expect(seen.taken).toBe(1);
    await reader.next();
    // The block's beginning has nothing to say in OpenAI's protocol.
    expect(seen.taken).toBe(3);
    await reader.return?.(undefined);
    expect(seen).toMatchObject({ taken: 3, isReturned: true });
  });

  it('come whole to who wants them so', async () => {
    const { source } = sourceOf([wire]);
    expect(Buffer.from(await translatedBytes(source, true, 0).bytes()).toString()).toContain('[DONE]');
  });

  it('end the connection when they are ended', async () => {
    const { source, seen } = sourceOf([wire]);
    const bytes = translatedBytes(source, true, 0);
    bytes.destroy();
    await bytes.dump({ limit: 1, signal: AbortSignal.timeout(1000) });
    expect(seen).toMatchObject({ destroyed: 1, dumped: 1 });
  });
});

describe('the translated bytes of a plain answer', () => {
  const message = Buffer.from(
    JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', usage: {} }),
  );

  it('are a chat completion, read whole or piece by piece', async () => {
    const bytes = translatedBytes(sourceOf([message.subarray(0, 9), message.subarray(9)]).source, false, 0);
    const whole = Buffer.from(await bytes.bytes()).toString();
    expect(JSON.parse(whole)).toMatchObject({ object: 'chat.completion', choices: [{ message: { content: 'Hi' } }] });
    expect(await textOf(bytes)).toBe(whole);
  });
});
