import { describe, expect, it } from 'vitest';
import { SharedStream } from '../../../shared/cache/shared-stream.ts';
import { heldStream, settle, textOf } from './held-stream.ts';

function sharedStream(maxHeldBytes = 100, maxTotalHeldBytes = 1_000) {
  const upstream = heldStream();
  const bounds = { maxHeldBytes, maxTotalHeldBytes, total: { heldBytes: 0 } };
  const closed = { times: 0 };
  const stream = new SharedStream(upstream.open, bounds, () => (closed.times += 1));
  return { ...upstream, stream, bounds, closed };
}

const stays = () => new AbortController().signal;

describe('a shared stream', () => {
  it('gives every reader all of it, also one who joins in the middle', async () => {
    const { stream, send, seen } = sharedStream();
    const one = await stream.join(stays());
    const early = textOf(one.chunks);
    send('a', 'b');
    await settle();
    const other = await stream.join(stays());
    const late = textOf(other.chunks);
    send('c', 'end');
    expect([one.head, await early, await late]).toEqual(['head', 'abc', 'abc']);
    expect(seen).toMatchObject({ opened: 1, aborted: false, left: true });
  });

  it('flows at the pace of its fastest reader, and no faster', async () => {
    const { stream, send, seen } = sharedStream();
    const fast = (await stream.join(stays())).chunks;
    const slow = (await stream.join(stays())).chunks;
    send('a', 'b', 'c', 'end');
    await settle();
    expect(seen.fetched).toBe(0);
    await fast.next();
    await fast.next();
    await settle();
    expect(seen.fetched).toBe(2);
    await slow.next();
    await settle();
    expect(seen.fetched).toBe(2);
    expect(await Promise.all([textOf(fast), textOf(slow)])).toEqual(['c', 'bc']);
  });

  it('holds what it may and no more: then it takes no joiner, and drops what all have read', async () => {
    const { stream, send, bounds, closed } = sharedStream(10);
    const { chunks } = await stream.join(stays());
    send('12345', '67890');
    await chunks.next();
    await chunks.next();
    expect([bounds.total.heldBytes, closed.times]).toEqual([10, 0]);
    send('x', 'yy', 'end');
    await chunks.next();
    expect(closed.times).toBe(1);
    await chunks.next();
    expect(bounds.total.heldBytes).toBe(2);
    expect(await textOf(chunks)).toBe('');
    expect(bounds.total.heldBytes).toBe(0);
  });

  it('takes no more joiners when all streams together hold too much', async () => {
    const { stream, send, bounds, closed } = sharedStream(100, 10);
    bounds.total.heldBytes = 9;
    const { chunks } = await stream.join(stays());
    send('1', '2', '3', 'end');
    await chunks.next();
    expect(closed.times).toBe(0);
    await chunks.next();
    expect(closed.times).toBe(1);
    expect(await textOf(chunks)).toBe('3');
    expect(bounds.total.heldBytes).toBe(9);
  });

  it('lets a reader go that is too far behind, with an error and never as if all had come', async () => {
    const { stream, send } = sharedStream(10);
    const fast = (await stream.join(stays())).chunks;
    const slow = (await stream.join(stays())).chunks;
    send('12345', '67890', 'abcde', 'fghij', 'end');
    await slow.next();
    expect(await textOf(fast)).toBe('1234567890abcdefghij');
    expect(await textOf(slow)).toBe(' [The caller read too slowly to be given the rest.]');
  });

  it('lets no reader go for one chunk that is larger than the bound', async () => {
    const { stream, send } = sharedStream(10);
    const readers = [await stream.join(stays()), await stream.join(stays())];
    const texts = readers.map(({ chunks }) => textOf(chunks));
    send('x'.repeat(50), 'y', 'end');
    expect(await Promise.all(texts)).toEqual(Array(2).fill(`${'x'.repeat(50)}y`));
  });

  it('goes on for the others when one goes, before, in the middle of or after a chunk', async () => {
    const { stream, send, seen } = sharedStream();
    const gone = new AbortController();
    const leaver = textOf((await stream.join(gone.signal)).chunks);
    const returner = (await stream.join(stays())).chunks;
    const stayer = textOf((await stream.join(stays())).chunks);
    send('a');
    await settle();
    gone.abort();
    await returner.next();
    await returner.return(undefined);
    send('b', 'end');
    expect(await leaver).toBe('a [The caller hung up.]');
    expect(await stayer).toBe('ab');
    expect(seen.aborted).toBe(false);
  });

  it('ends the upstream when all have gone', async () => {
    const { stream, seen, send, bounds, closed } = sharedStream();
    const gone = new AbortController();
    const { chunks } = await stream.join(gone.signal);
    send('a');
    await chunks.next();
    gone.abort();
    await settle();
    expect(seen).toMatchObject({ aborted: true, left: true });
    expect([bounds.total.heldBytes, closed.times]).toEqual([0, 1]);
    await expect(chunks.next()).rejects.toMatchObject({ code: 'caller_gone' });
  });

  it('does not open when all have gone at once, and is ended when they go while it opens', async () => {
    const { seen, open } = heldStream();
    const bounds = { maxHeldBytes: 100, maxTotalHeldBytes: 100, total: { heldBytes: 0 } };
    const gone = new AbortController();
    const stillborn = new SharedStream(open, bounds, () => {}).join(gone.signal);
    gone.abort();
    await expect(stillborn).rejects.toMatchObject({ code: 'caller_gone' });
    expect(seen.opened).toBe(0);

    const { promise: opening, resolve } = Promise.withResolvers<void>();
    const slowly = async (signal: AbortSignal) => {
      await opening;
      return open(signal);
    };
    const late = new AbortController();
    const joined = new SharedStream(slowly, bounds, () => {}).join(late.signal);
    await settle();
    late.abort();
    await expect(joined).rejects.toMatchObject({ code: 'caller_gone' });
    resolve();
    await settle();
    expect(seen.opened).toBe(1);
  });

  it('begins a stream that nobody read, so that it does what it does at its end', async () => {
    let isEnded = false;
    const gone = new AbortController();
    const bounds = { maxHeldBytes: 100, maxTotalHeldBytes: 100, total: { heldBytes: 0 } };
    const open = async (signal: AbortSignal) => ({ head: 'head', chunks: chunksUnder(signal) });
    async function* chunksUnder(signal: AbortSignal): AsyncGenerator<Buffer> {
      try {
        signal.throwIfAborted();
        yield Buffer.from('a');
      } finally {
        isEnded = true;
      }
    }
    await new SharedStream(open, bounds, () => {}).join(gone.signal);
    gone.abort();
    await settle();
    expect(isEnded).toBe(true);
  });

  it('breaks for all where it breaks, after what came before', async () => {
    const { stream, send, closed } = sharedStream();
    const texts = [await stream.join(stays()), await stream.join(stays())].map(({ chunks }) => textOf(chunks));
    send('a', new Error('cut'));
    expect(await Promise.all(texts)).toEqual(['a [cut]', 'a [cut]']);
    expect(closed.times).toBeGreaterThan(0);
  });

  it('does not abort what has come to its end', async () => {
    const { stream, send, seen } = sharedStream();
    const { chunks } = await stream.join(stays());
    send('a', 'end');
    expect(await textOf(chunks)).toBe('a');
    expect(seen.aborted).toBe(false);
  });
});
