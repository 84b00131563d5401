import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAnswer, encodeAnswer } from '../../../shared/cache/encode-answer.ts';
import { answerOf } from './chat-samples.ts';

const limits = { maxBodyBytes: 1_000_000, nowMs: 1_000_500 };

describe('the bytes of a kept answer', () => {
  it('read back as the answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.constantFrom('whole', 'stream'), async (body, kind) => {
        const answer = answerOf('', { body, kind, usage: undefined });
        const bytes = await encodeAnswer({ key: 'k', answer, freshUntilMs: 1_001_000 });
        const found = await decodeAnswer(bytes, 'k', limits);
        expect(Buffer.compare(found?.answer.body ?? Buffer.alloc(0), body)).toBe(0);
        expect(found).toMatchObject({ answer: { kind, deployment: 'east-gpt-4o' }, isStale: false });
      }),
    );
  });

  it('keep usage and tell when the answer is stale', async () => {
    const usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3, cachedTokens: 1, estimated: false };
    const bytes = await encodeAnswer({ key: 'k', answer: answerOf('hi', { usage }), freshUntilMs: 1_000_500 });
    expect(await decodeAnswer(bytes, 'k', limits)).toMatchObject({ answer: { usage }, isStale: true });
  });

  it('are a fraction of the events of a stream', async () => {
    const body = Buffer.from(
      'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"x"}}]}\n\n'.repeat(500),
    );
    const bytes = await encodeAnswer({ key: 'k', answer: answerOf('', { body }), freshUntilMs: 0 });
    expect(bytes.length).toBeLessThan(body.length / 10);
  });

  it('are refused for another key, so that a mixed-up reply is no answer', async () => {
    const bytes = await encodeAnswer({ key: 'k', answer: answerOf('hi'), freshUntilMs: 0 });
    await expect(decodeAnswer(bytes, 'other', limits)).rejects.toThrow('another key');
  });

  it('are refused when the body would be larger than it may be', async () => {
    const bytes = await encodeAnswer({
      key: 'k',
      answer: answerOf('', { body: Buffer.alloc(50_000) }),
      freshUntilMs: 0,
    });
    await expect(decodeAnswer(bytes, 'k', { ...limits, maxBodyBytes: 49_999 })).rejects.toThrow();
  });

  it('are nothing in another format, and refused when cut', async () => {
    const bytes = await encodeAnswer({ key: 'k', answer: answerOf('hi'), freshUntilMs: 0 });
    expect(await decodeAnswer(Buffer.from('{"a":1}'), 'k', limits)).toBeUndefined();
    expect(await decodeAnswer(Buffer.alloc(0), 'k', limits)).toBeUndefined();
    await expect(decodeAnswer(bytes.subarray(0, 3), 'k', limits)).rejects.toThrow();
    await expect(decodeAnswer(bytes.subarray(0, 40), 'k', limits)).rejects.toThrow();
  });

  it('are not made of a head that is too long', async () => {
    const answer = answerOf('', { deployment: 'd'.repeat(70_000) });
    await expect(encodeAnswer({ key: 'k', answer, freshUntilMs: 0 })).rejects.toThrow(RangeError);
  });
});
