import { expect, it } from 'vitest';
import { withTimeLimit } from '../../../shared/secrets/time-limit.ts';

it('gives what ends in time', async () => {
  expect(await withTimeLimit(10_000, async () => 'done')).toBe('done');
});

it('passes on the failure of what fails in time', async () => {
  await expect(withTimeLimit(10_000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

it('rejects what does not end in time, even when it ignores the signal', async () => {
  const keepAlive = setInterval(() => undefined, 1_000);
  let signalled: AbortSignal | undefined;
  const limited = withTimeLimit(10, (signal) => {
    signalled = signal;
    return new Promise(() => undefined);
  });
  await expect(limited).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(signalled?.aborted).toBe(true);
  clearInterval(keepAlive);
});
