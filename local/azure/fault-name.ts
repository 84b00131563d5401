import { errorVariants } from './azure-error.ts';
import type { Fault } from './fault-rule.ts';

/**
 * The fault that a deployment's or model's name asks for, on every call; `undefined` for any other name.
 *
 * `fault-{variant}` answers that error body, such as `fault-throttled-86400` or `fault-filter-400`. Otherwise:
 * `fault-status-{status}[-{retryAfterMs}]` · `fault-delay-headers-{ms}` · `fault-delay-first-chunk-{ms}` ·
 * `fault-delay-chunks-{ms}` · `fault-cut-{events}` · `fault-cut-reset-{events}` · `fault-stall-{events}` ·
 * `fault-black-hole` · `fault-garbage` · `fault-truncated-json` · `fault-error-in-stream[-{events}]` · `fault-reset` ·
 * `fault-slow[-{bytesPerSecond}]` · `fault-empty-choices` · `fault-async-filter`.
 */
export function faultOfName(name: string): Fault | undefined {
  if (!name.startsWith('fault-')) return undefined;
  const asked = name.slice('fault-'.length);
  const variant = errorVariants.find((known) => known === asked);
  if (variant !== undefined) return { kind: 'status', body: variant };
  const [, word, first, second] = /^([a-z-]+?)(?:-(\d+))?(?:-(\d+))?$/.exec(asked) ?? [];
  if (word === undefined) return undefined;
  return byWord[word]?.(numberOf(first), numberOf(second));
}

const byWord: Readonly<Record<string, (first?: number, second?: number) => Fault | undefined>> = {
  status: (status, retryAfterMs) =>
    status === undefined || status < 200 || status > 599
      ? undefined
      : { kind: 'status', status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  'delay-headers': (delayMs = 1000) => ({ kind: 'delay-headers', delayMs }),
  'delay-first-chunk': (delayMs = 1000) => ({ kind: 'delay-first-chunk', delayMs }),
  'delay-chunks': (delayMs = 100) => ({ kind: 'delay-chunks', delayMs }),
  cut: (chunks = 4) => ({ kind: 'cut-after', chunks, how: 'close' }),
  'cut-reset': (chunks = 4) => ({ kind: 'cut-after', chunks, how: 'reset' }),
  stall: (chunks = 0) => ({ kind: 'stall', chunks }),
  'black-hole': () => ({ kind: 'stall', beforeHeaders: true }),
  garbage: () => ({ kind: 'garbage' }),
  'truncated-json': () => ({ kind: 'truncated-json' }),
  'error-in-stream': (chunks = 3) => ({ kind: 'error-in-stream', chunks }),
  reset: () => ({ kind: 'reset' }),
  slow: (bytesPerSecond) => ({
    kind: 'slow',
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond: Math.max(1, bytesPerSecond) }),
  }),
  'empty-choices': () => ({ kind: 'empty-choices' }),
  'async-filter': () => ({ kind: 'async-filter' }),
};

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
