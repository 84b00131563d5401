import { describe, expect, it } from 'vitest';
import { quotaExhaustedMs, readQuota } from '../../../shared/deployments/read-quota-headers.ts';

const exhausted = (reset: string | undefined) =>
  quotaExhaustedMs(
    new Headers({
      'x-ratelimit-remaining-tokens': '0',
      ...(reset === undefined ? {} : { 'x-ratelimit-reset-tokens': reset }),
    }),
  );

describe('quotaExhaustedMs', () => {
  it.each([
    ['no headers', {}],
    ['some of both left', { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-remaining-tokens': '900' }],
    [
      'a negative figure, which means unknown',
      { 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '0' },
    ],
    ['nonsense', { 'x-ratelimit-remaining-tokens': 'none' }],
  ])('knows of no exhaustion from %s', (_what, headers) => {
    expect(quotaExhaustedMs(new Headers(headers))).toBeUndefined();
  });

  it.each([
    ['12', 12_000],
    ['0.5', 500],
    ['250ms', 250],
    ['45s', 45_000],
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['2m', 120_000],
    ['soon', 1000],
    ['0s', 1000],
    ['-4', 1000],
    [undefined, 1000],
  ])('reads a reset of %s', (reset, expected) => {
    expect(exhausted(reset)).toBe(expected);
  });

  it('waits for the later of requests and tokens', () => {
    const headers = new Headers({
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '2',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '9',
    });
    expect(quotaExhaustedMs(headers)).toBe(9000);
  });
});

describe('readQuota', () => {
  it('reads what is left, of how much, and for how long', () => {
    const headers = new Headers({
      'x-ratelimit-remaining-tokens': '900',
      'x-ratelimit-limit-tokens': '120000',
      'x-ratelimit-reset-tokens': '12',
      'x-ratelimit-remaining-requests': ' 0 ',
    });
    expect(readQuota(headers, 'tokens')).toEqual({ remaining: 900, limit: 120_000, resetMs: 12_000 });
    expect(readQuota(headers, 'requests')).toEqual({ remaining: 0, limit: undefined, resetMs: undefined });
  });

  it.each([undefined, '-1', '', 'many', '1e3', '0.5'])('knows nothing from a remainder of %s', (remaining) => {
    const headers = new Headers(remaining === undefined ? {} : { 'x-ratelimit-remaining-tokens': remaining });
    expect(readQuota(headers, 'tokens')).toBeUndefined();
  });

  it('does not take a limit of -1 for one', () => {
    const headers = new Headers({ 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-limit-tokens': '-1' });
    expect(readQuota(headers, 'tokens')).toMatchObject({ remaining: 5, limit: undefined });
  });
});
