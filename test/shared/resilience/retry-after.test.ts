import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterInTextMs, retryAfterMs } from '../../../shared/resilience/retry-after.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');

describe('retryAfterMs', () => {
  it.each([
    ['milliseconds', { 'retry-after-ms': '1500' }, 1500],
    ['milliseconds of other Azure services', { 'x-ms-retry-after-ms': '250' }, 250],
    ['whole seconds', { 'retry-after': '45' }, 45_000],
    ['a day of seconds', { 'retry-after': '86400' }, 86_400_000],
    ['zero', { 'retry-after': '0' }, 0],
    ['spaces around it', { 'retry-after': ' 2 ' }, 2000],
    ['a number written with a fraction of zero', { 'retry-after-ms': '20.0' }, 20],
    ['an HTTP date', { 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Fri, 20 Nov 2026 11:59:00 GMT' }, 0],
    ['milliseconds before seconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    ['seconds where the milliseconds are nonsense', { 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
  ])('reads %s', (_what, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), nowMs)).toBe(expected);
  });

  it.each([
    'Date.parse would take 5.5 for a day|5.5',
    'a negative number|-3',
    'nothing|',
    'a word|soon',
    'a date that is none|Fri, 99 Abc 2026 12:00:00 GMT',
    'an ISO date|2026-11-20T12:00:30Z',
    'an exponent|1e3',
    'an absurd length|99999999999999999999',
  ])('takes %s as absent', (row) => {
    const [, value = ''] = row.split('|');
    expect(retryAfterMs(new Headers({ 'retry-after': value }), nowMs)).toBeUndefined();
  });

  it('says nothing without a header', () => {
    expect(retryAfterMs(new Headers(), nowMs)).toBeUndefined();
  });

  it('is never negative and never not a number, whatever the headers say', () => {
    const value = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(value, value, (milliseconds, standard) => {
        const headers = { get: (name: string) => (name === 'retry-after' ? standard : milliseconds) };
        expect(retryAfterMs(headers, nowMs) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('retryAfterInTextMs', () => {
  it.each([
    ['Rate limit is exceeded. Try again in 2 seconds.', 2000],
    ['Please retry after 45 seconds. To increase…', 45_000],
    ['Please retry after 1 second.', 1000],
  ])('finds the wait in %j', (text, expected) => {
    expect(retryAfterInTextMs(text)).toBe(expected);
  });

  it('finds none where none is named', () => {
    expect(retryAfterInTextMs('Too many requests.')).toBeUndefined();
  });
});
