import { describe, expect, it } from 'vitest';
import { CallAccount } from '../../../shared/gateway/call-account.ts';

const prompt = { tokens: 10, microDollars: 1 };
const estimate = { tokens: 100, microDollars: 10 };

function opened() {
  const ends: unknown[] = [];
  const account = new CallAccount({
    settle: (use) => ends.push(use),
    release: () => ends.push('released'),
    prompt,
    estimate,
  });
  return { account, ends };
}

describe('CallAccount', () => {
  it('is closed once, by whoever comes first', () => {
    const { account, ends } = opened();
    account.settle({ tokens: 7, microDollars: 0 });
    account.settle({ tokens: 8, microDollars: 0 });
    account.giveUp(true);
    expect(ends).toEqual([{ tokens: 7, microDollars: 0 }]);
  });

  it('charges the estimate for an answer that does not say what it took', () => {
    const { account, ends } = opened();
    account.settle(undefined);
    expect(ends).toEqual([estimate]);
  });

  it.each([
    ['gives a failed call everything back', false, 2, 'released'],
    ['gives a call back that never went up', true, 0, 'released'],
    ['charges the prompt to who left an attempt under way', true, 1, prompt],
  ] as const)('%s', (_behaviour, hasCallerGone, attempts, end) => {
    const { account, ends } = opened();
    for (let attempt = 0; attempt < attempts; attempt += 1) account.noteAttempt();
    account.giveUp(hasCallerGone);
    expect(ends).toEqual([end]);
  });

  it('stays open while the work of a caller who has left goes on for others', async () => {
    const { account, ends } = opened();
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = account.during(() => promise);
    account.giveUp(true);
    expect(ends).toEqual([]);
    resolve();
    await work;
    account.settle({ tokens: 5, microDollars: 0 });
    expect(ends).toEqual([{ tokens: 5, microDollars: 0 }]);
  });

  it('is closed when that work fails', async () => {
    const { account, ends } = opened();
    const { promise, reject } = Promise.withResolvers<void>();
    const work = account.during(() => promise);
    account.giveUp(true);
    reject(new Error('no'));
    await expect(work).rejects.toThrow('no');
    expect(ends).toEqual(['released']);
  });
});
