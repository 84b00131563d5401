import { expect, it } from 'vitest';
import { rateLimits } from '../../../shared/limits/rate-limits.ts';

const caller = { kind: 'caller', name: 'a' } as const;

it('limits requests and tokens of any minute, each where it is set', () => {
  const [requests, tokens] = rateLimits(caller, { requestsPerMinute: 60, tokensPerMinute: 1_000 });
  expect(requests).toMatchObject({ key: 'caller:a:rpm', unit: 'requests', most: 60, mode: 'hard', isCorrected: true });
  expect(tokens).toMatchObject({ key: 'caller:a:tpm', unit: 'tokens', most: 1_000, span: { windowMs: 60_000 } });
  expect(rateLimits(caller, {})).toEqual([]);
});

it('only measures where it says so', () => {
  expect(rateLimits(caller, { tokensPerMinute: 5, mode: 'shadow' })[0]?.mode).toBe('shadow');
});
