import type { Check, Scenario } from './scenario.ts';

const noHang: Check = { id: 'no hang', kind: 'no-hang' };
const noTruncatedSuccess: Check = { id: 'no truncated success', kind: 'no-truncated-success' };
const aliveAfter: Check = { id: 'alive afterwards', kind: 'alive-after' };
const boundedAttempts: Check = { id: 'bounded attempts', kind: 'primary-attempts-max', limit: 6 };
const noSameModelRetry: Check = { id: 'no retry at the same model', kind: 'primary-attempts-are', limit: 1 };

const single = { fallbackModel: 'fb-ok', ideal: 'success' } as const;

/**
 * The sixteen published scenarios with their checks and limits, taken over as facts from
 * github.com/failoverbench/failoverbench, scenarios/catalogue.yaml, version 0.1.
 */
export const scenarios: readonly Scenario[] = [
  {
    ...single,
    id: 'S01',
    title: '429 with Retry-After: 2, once',
    model: 'fb-s01-429-retry-after',
    maxWallS: 20,
    isUnscaled: true,
    checks: [
      { id: 'retried', kind: 'primary-attempts-min', limit: 2, weight: 'advisory' },
      { id: 'Retry-After obeyed', kind: 'first-gap-min-s', limit: 1.8, weight: 'advisory' },
      { id: 'no hammering', kind: 'max-attempts-within', limit: 2, windowS: 1.5 },
    ],
  },
  {
    ...single,
    id: 'S02',
    title: '429 without Retry-After, always',
    model: 'fb-s02-429-persistent',
    maxWallS: 40,
    checks: [{ id: 'no hammering', kind: 'max-attempts-within', limit: 4, windowS: 3 }, boundedAttempts, noHang],
  },
  {
    ...single,
    id: 'S03',
    title: '500 once, then well',
    model: 'fb-s03-500-then-200',
    maxWallS: 20,
    checks: [noHang, { id: 'same provider retried', kind: 'primary-attempts-min', limit: 2, weight: 'advisory' }],
  },
  {
    ...single,
    id: 'S04',
    title: '503, always',
    model: 'fb-s04-503-persistent',
    maxWallS: 40,
    checks: [boundedAttempts, noHang],
  },
  {
    ...single,
    id: 'S05',
    title: 'reset before headers, once',
    model: 'fb-s05-reset',
    maxWallS: 20,
    checks: [noHang],
  },
  {
    ...single,
    id: 'S06',
    title: 'no response at all',
    model: 'fb-s06-no-response',
    maxWallS: 130,
    checks: [
      { id: 'within 100 s', kind: 'wall-max-s', limit: 100 },
      noHang,
      { id: 'silent route not retried', kind: 'primary-attempts-max', limit: 1, weight: 'advisory' },
    ],
  },
  {
    ...single,
    id: 'S07',
    title: 'first token after 20 s',
    model: 'fb-s07-slow-ttft',
    maxWallS: 60,
    checks: [noHang, { id: 'first-token limit', kind: 'wall-max-s', limit: 15, weight: 'advisory' }],
  },
  {
    ...single,
    id: 'S08',
    title: 'stream cut after 40 of 60 words',
    model: 'fb-s08-stream-cut',
    maxWallS: 40,
    checks: [noTruncatedSuccess, noHang],
  },
  {
    ...single,
    id: 'S09',
    title: 'stream silent for 30 s after 20 words',
    model: 'fb-s09-stream-stall',
    maxWallS: 70,
    checks: [{ id: 'within 45 s', kind: 'wall-max-s', limit: 45 }, noTruncatedSuccess, aliveAfter, noHang],
  },
  {
    ...single,
    id: 'S10',
    title: 'tenth event is not JSON',
    model: 'fb-s10-malformed-chunk',
    maxWallS: 30,
    checks: [
      aliveAfter,
      noTruncatedSuccess,
      noHang,
      { id: 'recovered in place', kind: 'complete', weight: 'advisory' },
    ],
  },
  {
    ...single,
    id: 'S11',
    title: 'stream without [DONE]',
    model: 'fb-s11-no-done',
    maxWallS: 30,
    checks: [
      { id: 'ended within 8 s', kind: 'wall-max-s', limit: 8 },
      { id: 'usage reported', kind: 'usage-present', weight: 'advisory' },
    ],
  },
  {
    ...single,
    id: 'S12',
    title: '400 context length, always',
    model: 'fb-s12-context-length',
    maxWallS: 20,
    checks: [noSameModelRetry, noHang],
  },
  {
    ...single,
    id: 'S13',
    title: '400 content filter, always',
    model: 'fb-s13-content-filter',
    ideal: 'error',
    maxWallS: 20,
    checks: [noSameModelRetry, noHang, { id: 'fallback asked', kind: 'fallback-used', weight: 'informational' }],
  },
  {
    ...single,
    id: 'S14',
    title: 'cut, and a fallback that takes no prefill',
    model: 'fb-s14-stream-cut',
    fallbackModel: 'fb-ok-noprefill',
    maxWallS: 40,
    checks: [{ id: 'no prefill refusal shown', kind: 'no-prefill-masking' }, noTruncatedSuccess],
  },
  {
    ...single,
    id: 'S15',
    title: 'down for 60 s, then well: 20 calls',
    model: 'fb-s15-flap',
    maxWallS: 200,
    sequence: { count: 20, intervalS: 4, maxWallS: 30 },
    checks: [
      { id: 'no hang', kind: 'sequence-no-hang' },
      { id: 'served during the outage', kind: 'sequence-served-during-outage' },
      { id: 'recovered within 30 s', kind: 'sequence-recovered-within-s', limit: 30 },
    ],
  },
  {
    ...single,
    id: 'S16',
    title: '503, always: accounting',
    model: 'fb-s16-503-persistent',
    maxWallS: 40,
    checks: [
      { id: 'names the fallback', kind: 'reported-model-is-fallback' },
      { id: 'usage present', kind: 'usage-present', weight: 'advisory' },
      boundedAttempts,
    ],
  },
];
