import { describe, expect, it } from 'vitest';
import { Coalescer } from '../../../shared/cache/coalesce.ts';
import { GatewayError } from '../../../shared/errors.ts';

/** Work that a test ends by hand, and what became of it. */
function heldWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const seen: { runs: number; aborted: boolean } = { runs: 0, aborted: false };
  const work = (signal: AbortSignal): Promise<string> => {
    seen.runs += 1;
    signal.addEventListener('abort', () => {
      seen.aborted = true;
    });
    return promise;
  };
  return { work, seen, resolve, reject };
}

const stays = () => new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('identical calls under way at the same time', () => {
  it('are one piece of work for a hundred', async () => {
    const { work, seen, resolve } = heldWork();
    const coalescer = new Coalescer<string>();
    const answers = Array.from({ length: 100 }, () => coalescer.run('k', stays(), work));
    await settle();
    resolve('done');
    const results = await Promise.all(answers);
    expect(results.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['done']));
    expect([seen.runs, coalescer.underWay]).toEqual([1, 0]);
  });

  it('are not those of another key, nor those that come after', async () => {
    const coalescer = new Coalescer<number>();
    let runs = 0;
    const work = async () => (runs += 1);
    await Promise.all([coalescer.run('a', stays(), work), coalescer.run('b', stays(), work)]);
    expect(await coalescer.run('a', stays(), work)).toEqual({ result: 3, isFirst: true });
  });

  it.each([0, 1, 2])('are not hurt when one of them goes, the one at %i', async (leaver) => {
    const { work, seen, resolve } = heldWork();
    const coalescer = new Coalescer<string>();
    const callers = Array.from({ length: 3 }, () => new AbortController());
    const answers = callers.map(({ signal }) =>
      coalescer.run('k', signal, work).then(
        ({ result }) => result,
        (error: unknown) => (error instanceof GatewayError ? error.code : 'bug'),
      ),
    );
    await settle();
    callers[leaver]?.abort();
    await settle();
    resolve('done');
    expect(await Promise.all(answers)).toEqual([0, 1, 2].map((at) => (at === leaver ? 'caller_gone' : 'done')));
    expect(seen).toEqual({ runs: 1, aborted: false });
  });

  it('stop the work when all have gone, and are not joined after that', async () => {
    const { work, seen } = heldWork();
    const coalescer = new Coalescer<string>();
    const callers = [new AbortController(), new AbortController()];
    const answers = callers.map(({ signal }) => coalescer.run('k', signal, work));
    await settle();
    callers.forEach((caller) => caller.abort());
    expect(seen.aborted).toBe(true);
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await coalescer.run('k', stays(), async () => 'anew')).toEqual({ result: 'anew', isFirst: true });
  });

  it('each end at their own deadline', async () => {
    const { work, resolve } = heldWork();
    const coalescer = new Coalescer<string>();
    const hasty = coalescer.run('k', AbortSignal.timeout(1), work);
    const patient = coalescer.run('k', stays(), work);
    await expect(hasty).rejects.toMatchObject({ code: 'deadline_exceeded' });
    resolve('done');
    expect((await patient).result).toBe('done');
  });

  it('all get its failure, which is not kept', async () => {
    const { work, reject, seen } = heldWork();
    const coalescer = new Coalescer<string>();
    const answers = [1, 2, 3].map(() => coalescer.run('k', stays(), work));
    await settle();
    reject(new Error('no'));
    const settled = await Promise.allSettled(answers);
    expect(settled.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(Array(3).fill('Error: no'));
    expect(seen.runs).toBe(1);
    expect((await coalescer.run('k', stays(), async () => 'anew')).result).toBe('anew');
  });

  it('do the work anew, together, when what failed was the first one’s own', async () => {
    const coalescer = new Coalescer<number>(
      (error) => error instanceof GatewayError && error.code === 'deadline_exceeded',
    );
    let runs = 0;
    const work = async () => {
      runs += 1;
      await settle();
      if (runs === 1) {
        throw new GatewayError('deadline_exceeded', 'Late.');
      }
      return runs;
    };
    const settled = await Promise.allSettled([1, 2, 3].map(() => coalescer.run('k', stays(), work)));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      'failed',
      { result: 2, isFirst: true },
      { result: 2, isFirst: false },
    ]);
  });

  it('begin nothing for a caller who has already gone', async () => {
    const { work, seen } = heldWork();
    await expect(new Coalescer<string>().run('k', AbortSignal.abort(), work)).rejects.toMatchObject({
      code: 'caller_gone',
    });
    expect(seen.runs).toBe(0);
  });

  it('begin nothing when all go at once', async () => {
    const { work, seen } = heldWork();
    const gone = new AbortController();
    const answer = new Coalescer<string>().run('k', gone.signal, work);
    gone.abort();
    await expect(answer).rejects.toMatchObject({ code: 'caller_gone' });
    expect(seen.runs).toBe(0);
  });

  it('fail as one when the work fails before it begins', async () => {
    const work = (): Promise<string> => {
      throw new TypeError('bug');
    };
    await expect(new Coalescer<string>().run('k', stays(), work)).rejects.toThrow('bug');
  });
});
