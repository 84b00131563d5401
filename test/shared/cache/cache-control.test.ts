import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';

const anything = { mayRead: true, mayStore: true, maxAgeMs: undefined, isOnlyIfCached: false };

describe('Cache-Control', () => {
  it.each([
    [undefined, anything],
    [null, anything],
    ['', anything],
    ['no-cache', { ...anything, mayRead: false }],
    ['no-store', { ...anything, mayRead: false, mayStore: false }],
    ['No-Store , max-age=5', { ...anything, mayRead: false, mayStore: false, maxAgeMs: 5_000 }],
    ['max-age=60', { ...anything, maxAgeMs: 60_000 }],
    ['max-age="60"', { ...anything, maxAgeMs: 60_000 }],
    ['max-age=0', { ...anything, maxAgeMs: 0 }],
    ['max-age=60, max-age=10', { ...anything, maxAgeMs: 10_000 }],
    ['only-if-cached', { ...anything, isOnlyIfCached: true }],
    ['no-cache=1', { ...anything, mayRead: false }],
  ])('reads %j', (header, expected) => {
    expect(parseCacheControl(header)).toEqual(expected);
  });

  it.each([
    'max-age',
    'max-age=',
    'max-age=-1',
    'max-age=1.5',
    'max-age=soon',
    'max-age=60s',
    'max-age=60 seconds',
    'nostore',
    'x-no-cache',
    'foo="no-store"',
    ',,,',
    '=no-store',
  ])('takes %j for nothing said', (header) => {
    expect(parseCacheControl(header)).toEqual(anything);
  });

  it('reads whatever header there may be', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const { maxAgeMs = 0 } = parseCacheControl(header);
        return maxAgeMs >= 0;
      }),
    );
  });

  it('is read in a moment however long it is', () => {
    const startedMs = performance.now();
    parseCacheControl(' '.repeat(100_000));
    parseCacheControl(`${'a'.repeat(100_000)} x`);
    parseCacheControl('max-age="'.repeat(10_000));
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
