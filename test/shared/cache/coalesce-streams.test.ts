import { describe, expect, it } from 'vitest';
import { StreamCoalescer } from '../../../shared/cache/coalesce-streams.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { heldStream, settle, textOf } from './held-stream.ts';

const bounds = { maxHeldBytes: 100, maxTotalHeldBytes: 1_000 };
const stays = () => new AbortController().signal;

describe('identical streams under way at the same time', () => {
  it('are one for a hundred, whoever of them hangs up', async () => {
    const { open, send, seen } = heldStream();
    const coalescer = new StreamCoalescer<string>(bounds);
    const callers = Array.from({ length: 100 }, () => new AbortController());
    const streams = await Promise.all(callers.map(({ signal }) => coalescer.open('k', signal, open)));
    const texts = streams.map(({ chunks }) => textOf(chunks));
    send('Hel');
    await settle();
    callers[0]?.abort();
    callers[50]?.abort();
    await settle();
    send('lo', 'end');
    const all = await Promise.all(texts);
    expect(all.filter((text) => text === 'Hello')).toHaveLength(98);
    expect([all[0], all[50]]).toEqual(Array(2).fill('Hel [The caller hung up.]'));
    expect(streams.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(seen).toMatchObject({ opened: 1, aborted: false });
    expect([coalescer.underWay, coalescer.heldBytes]).toEqual([0, 0]);
  });

  it('are joined until they hold too much, then a new call opens its own', async () => {
    const first = heldStream();
    const coalescer = new StreamCoalescer<string>(bounds);
    const { chunks } = await coalescer.open('k', stays(), first.open);
    first.send('x'.repeat(60));
    await chunks.next();
    const joined = await coalescer.open('k', stays(), first.open);
    expect(joined).toMatchObject({ isFirst: false, head: 'head' });
    const joiner = textOf(joined.chunks);
    first.send('y'.repeat(60), 'end');
    await chunks.next();
    const other = heldStream();
    expect(await coalescer.open('k', stays(), other.open)).toMatchObject({ isFirst: true });
    expect(await joiner).toBe('x'.repeat(60) + 'y'.repeat(60));
  });

  it('are not joined once they have ended or been given up', async () => {
    const coalescer = new StreamCoalescer<string>(bounds);
    const ended = heldStream();
    const { chunks } = await coalescer.open('k', stays(), ended.open);
    ended.send('a', 'end');
    await textOf(chunks);
    const gone = new AbortController();
    const left = heldStream();
    expect(await coalescer.open('k', gone.signal, left.open)).toMatchObject({ isFirst: true });
    gone.abort();
    expect(await coalescer.open('k', stays(), heldStream().open)).toMatchObject({ isFirst: true });
    expect(left.seen.aborted).toBe(true);
  });

  it('all fail when it does not open', async () => {
    const coalescer = new StreamCoalescer<string>(bounds);
    const open = () => Promise.reject(new GatewayError('upstream_failed', 'No.'));
    const settled = await Promise.allSettled([1, 2].map(() => coalescer.open('k', stays(), open)));
    expect(settled).toMatchObject(Array(2).fill({ status: 'rejected', reason: { code: 'upstream_failed' } }));
    expect(coalescer.underWay).toBe(0);
  });

  it('open anew for those who joined when what failed was the first one’s own', async () => {
    const isFirstsOwn = (error: unknown) => error instanceof GatewayError && error.code === 'deadline_exceeded';
    const coalescer = new StreamCoalescer<string>({ ...bounds, isFirstsOwn });
    const { open, send, seen } = heldStream();
    let runs = 0;
    const work = async (signal: AbortSignal) => {
      runs += 1;
      if (runs === 1) {
        throw new GatewayError('deadline_exceeded', 'Late.');
      }
      return open(signal);
    };
    const settled = await Promise.allSettled([1, 2, 3].map(() => coalescer.open('k', stays(), work)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    const texts = settled.map((one) => (one.status === 'fulfilled' ? textOf(one.value.chunks) : Promise.resolve('')));
    send('a', 'end');
    expect(await Promise.all(texts)).toEqual(['', 'a', 'a']);
    expect(seen.opened).toBe(1);
  });

  it('begin nothing for a caller who has already gone', async () => {
    const { open, seen } = heldStream();
    const coalescer = new StreamCoalescer<string>(bounds);
    await expect(coalescer.open('k', AbortSignal.abort(), open)).rejects.toMatchObject({ code: 'caller_gone' });
    expect(seen.opened).toBe(0);
  });
});
