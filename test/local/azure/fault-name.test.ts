import { expect, it } from 'vitest';
import { faultOfName } from '../../../local/azure/fault-name.ts';

it.each([
  ['fault-status-503', { kind: 'status', status: 503 }],
  ['fault-status-429-2000', { kind: 'status', status: 429, retryAfterMs: 2000 }],
  ['fault-throttled-86400', { kind: 'status', body: 'throttled-86400' }],
  ['fault-filter-400', { kind: 'status', body: 'filter-400' }],
  ['fault-delay-headers-500', { kind: 'delay-headers', delayMs: 500 }],
  ['fault-delay-first-chunk-50', { kind: 'delay-first-chunk', delayMs: 50 }],
  ['fault-delay-chunks', { kind: 'delay-chunks', delayMs: 100 }],
  ['fault-cut-4', { kind: 'cut-after', chunks: 4, how: 'close' }],
  ['fault-cut-reset-4', { kind: 'cut-after', chunks: 4, how: 'reset' }],
  ['fault-stall-3', { kind: 'stall', chunks: 3 }],
  ['fault-stall', { kind: 'stall', chunks: 0 }],
  ['fault-black-hole', { kind: 'stall', beforeHeaders: true }],
  ['fault-garbage', { kind: 'garbage' }],
  ['fault-truncated-json', { kind: 'truncated-json' }],
  ['fault-error-in-stream-2', { kind: 'error-in-stream', chunks: 2 }],
  ['fault-reset', { kind: 'reset' }],
  ['fault-slow-64', { kind: 'slow', bytesPerSecond: 64 }],
  ['fault-slow', { kind: 'slow' }],
  ['fault-empty-choices', { kind: 'empty-choices' }],
  ['fault-async-filter', { kind: 'async-filter' }],
  ['fault-status', undefined],
  ['fault-status-99', undefined],
  ['fault-unknown-4', undefined],
  ['fault-', undefined],
  ['gpt-4o', undefined],
])('%s', (name, fault) => {
  expect(faultOfName(name)).toEqual(fault);
});
