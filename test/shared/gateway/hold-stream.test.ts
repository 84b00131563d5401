import { describe, expect, it } from 'vitest';
import { holdStream } from '../../../shared/gateway/hold-stream.ts';

async function* texts(...list: string[]): AsyncGenerator<Buffer> {
  for (const text of list) yield Buffer.from(text);
}

describe('holdStream', () => {
  it('gives all chunks back when the last is there', async () => {
    const held: string[] = [];
    for await (const chunk of await holdStream(texts('a', 'b'), 'east')) held.push(chunk.toString());
    expect(held).toEqual(['a', 'b']);
  });

  it('fails as the stream fails, with nothing given back', async () => {
    const bug = new Error('cut');
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('a');
      throw bug;
    }
    await expect(holdStream(broken(), 'east')).rejects.toBe(bug);
  });

  it('refuses what is too long to be held, and leaves the rest of it', async () => {
    let isLeft = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.alloc(10);
      } finally {
        isLeft = true;
      }
    }
    const holding = holdStream(endless(), 'east', 25);
    await expect(holding).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('too long to be held back'),
    });
    expect(isLeft).toBe(true);
  });
});
