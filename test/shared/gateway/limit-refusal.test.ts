import { describe, expect, it } from 'vitest';
import { limitRefusal, type RefusedUse } from '../../../shared/gateway/limit-refusal.ts';
import type { Refused } from '../../../shared/limits/admission.ts';
import { budgetLimit } from '../../../shared/limits/budget-limit.ts';
import type { Limit } from '../../../shared/limits/limit.ts';
import { rateLimits } from '../../../shared/limits/rate-limits.ts';

const caller = { kind: 'caller', name: 'team-a' } as const;
const rates = rateLimits(caller, { requestsPerMinute: 3, tokensPerMinute: 1_000 });
const [requests = expect.unreachable(), tokens = expect.unreachable()] = rates;
const calendar = { timeZone: 'UTC', mode: 'hard', warnAtPercent: 80 } as const;
const daily = budgetLimit(caller, { ...calendar, tokens: 1_000, per: 'day' });
const dollars = budgetLimit({ kind: 'team', name: 'research' }, { ...calendar, microDollars: 2_000_000, per: 'month' });
const total = budgetLimit(caller, { ...calendar, tokens: 1_000, per: 'total' });
const nowMs = Date.UTC(2026, 10, 21, 23, 0);

const refused = (limit: Limit, remaining: number, more: Partial<Refused> = {}): Refused => ({
  kind: 'refused',
  reason: limit.span.kind === 'calendar' ? 'budget' : 'rate',
  limit,
  retryAfterMs: 32_100,
  states: [{ limit, used: limit.most - remaining, held: 0, remaining, resetMs: 3_600_000 }],
  ...more,
});
const use = (whole: number, prompt: number, more: Partial<RefusedUse> = {}): RefusedUse => ({
  whole: { tokens: whole, microDollars: whole * 1_000 },
  prompt: { tokens: prompt, microDollars: prompt * 1_000 },
  choices: 1,
  ...more,
});
const told = (...args: [Refused, RefusedUse]) => limitRefusal(...args, nowMs);

describe('the refusal of a call for a limit', () => {
  it('of requests says how long to wait, and nothing of tokens', () => {
    expect(told(refused(requests, 0), use(500, 20))).toMatchObject({
      code: 'rate_limit_exceeded',
      message: 'The rate limit of 3 requests per minute of this caller is used up. Wait 33 s.',
      retryAfterMs: 32_100,
      headers: { 'retry-after': '33' },
    });
    expect(told(refused(requests, 0), use(500, 20)).headers).not.toHaveProperty('x-should-retry');
  });

  it('of tokens says what is left, what the call may use, and what would fit', () => {
    expect(told(refused(tokens, 120), use(500, 20)).message).toBe(
      'The rate limit of 1000 tokens per minute of this caller has 120 tokens left, and the call may use 500 tokens. ' +
        'Wait 33 s. A max_tokens of 100 would fit now.',
    );
    expect(told(refused(tokens, 120), use(980, 20, { choices: 3 })).message).toContain('A max_tokens of 33 would');
    expect(told(refused(tokens, 20), use(500, 20)).message).toContain('not enough: send less');
    expect(told(refused(tokens, 20), use(500, 500, { choices: undefined })).message).toMatch(/Wait 33 s\. Less input/);
  });

  it('of a budget says when it begins anew, and asks clients not to try again', () => {
    const error = told(refused(daily, 950, { retryAfterMs: 3_600_000 }), use(1_000, 33));
    expect(error).toMatchObject({
      code: 'budget_exceeded',
      message:
        'The budget of 1000 tokens per day of this caller has 950 tokens left, and the call may use 1000 tokens. ' +
        'It begins anew at 2026-11-22T00:00:00Z. A max_tokens of 917 would fit now.',
      retryAfterMs: 3_600_000,
      headers: { 'x-should-retry': 'false', 'retry-after': '3600' },
    });
  });

  it('of money says it in dollars, and what fits by what an answer costs', () => {
    expect(told(refused(dollars, 500_000), use(1_020, 20)).message).toBe(
      'The budget of 2 US dollars per month of this team has 0.5 US dollars left, and the call may use 1.02 US dollars. ' +
        'It begins anew at 2026-11-22T00:00:00Z. A max_tokens of 480 would fit now.',
    );
  });

  it('of a total says that it does not begin anew', () => {
    const { message } = told(refused(total, 0, { retryAfterMs: undefined }), use(500, 20));
    expect(message).toContain('does not begin anew');
  });

  it.each([tokens, daily])('that can never pass asks nobody to wait or to try again', (limit) => {
    const error = told(refused(limit, 900, { reason: 'too-large' }), use(1_001, 20));
    expect(error.message).toMatch(
      /may use more than the whole .* this caller: 1001 tokens\. A max_tokens of 880 would/,
    );
    expect([error.retryAfterMs, error.headers['x-should-retry']]).toEqual([undefined, 'false']);
    expect(error.headers).not.toHaveProperty('retry-after');
  });

  it('is another where the store is down', () => {
    expect(told(refused(daily, 0, { reason: 'store-down' }), use(5, 1))).toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});
