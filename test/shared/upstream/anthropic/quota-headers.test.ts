import { expect, it } from 'vitest';
import { withOpenaiQuota } from '../../../../shared/upstream/anthropic/quota-headers.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');
const quotaOf = (headers: Record<string, string>) => {
  const both = withOpenaiQuota(new Headers(headers), nowMs);
  const names = ['remaining', 'reset', 'limit'].flatMap((what) => [
    `x-ratelimit-${what}-requests`,
    `x-ratelimit-${what}-tokens`,
  ]);
  return Object.fromEntries(names.map((name) => [name, both.get(name)]).filter(([, value]) => value !== null));
};

it('tells the scarcest limit of each kind, and in how many seconds it is renewed', () => {
  expect(
    quotaOf({
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-20T12:00:30.5Z',
      'anthropic-ratelimit-tokens-remaining': '5000',
      'anthropic-ratelimit-tokens-reset': '2026-11-20T12:00:10Z',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': '2026-11-20T12:01:00Z',
    }),
  ).toEqual({
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '31',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '60',
  });
});

it('tells nothing of what it does not know', () => {
  expect(quotaOf({})).toEqual({});
  expect(quotaOf({ 'anthropic-ratelimit-requests-remaining': 'many' })).toEqual({});
  expect(
    quotaOf({ 'anthropic-ratelimit-requests-remaining': '1', 'anthropic-ratelimit-requests-reset': 'soon' }),
  ).toEqual({
    'x-ratelimit-remaining-requests': '1',
  });
  expect(
    quotaOf({
      'anthropic-ratelimit-requests-remaining': '1',
      'anthropic-ratelimit-requests-reset': '2020-01-01T00:00:00Z',
    }),
  ).toMatchObject({ 'x-ratelimit-reset-requests': '0' });
});

it('keeps every other header readable', () => {
  const both = withOpenaiQuota(new Headers({ 'request-id': 'req_1', 'retry-after': '3' }), nowMs);
  expect([both.get('request-id'), both.get('retry-after'), both.get('absent')]).toEqual(['req_1', '3', null]);
});
