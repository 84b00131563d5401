import { describe, expect, it } from 'vitest';
import { limitHeaders, servedHeaders } from '../../../../shared/http/api/served-headers.ts';
import { servedHeaders as headersOf } from '../../../../shared/http/answers.ts';

describe('servedHeaders', () => {
  it('describe every header that a served answer can have', () => {
    const headers = headersOf({
      deployment: { name: 'chat-east' },
      attempts: 2,
      cache: 'miss',
      spent: { tokens: 30, nanoDollars: 1_500 },
      fitted: {
        kind: 'clamped',
        chat: { messages: [] },
        promptTokens: 10,
        counted: 'exact',
        askedTokens: 900,
        limit: 500,
        removed: { messages: 0, tokens: 0 },
      },
      degraded: 'smaller-model',
      limits: { 'x-ratelimit-limit-requests': '5', 'x-sluice-budget-warning': 'caller tokens per day; used=90%' },
    });
    expect(Object.keys(headers).filter((name) => !(name in servedHeaders))).toEqual([]);
    const wrong = Object.entries(headers).filter(([name, value]) => {
      const schema = servedHeaders[name]?.schema;
      return schema?.safeParse(value).success !== true && schema?.safeParse(Number(value)).success !== true;
    });
    expect(wrong).toEqual([]);
  });
});

describe('limitHeaders', () => {
  it('are of requests and of tokens', () => {
    expect(Object.keys(limitHeaders).map((name) => name.split('-').at(-1))).toEqual([
      'requests',
      'requests',
      'requests',
      'tokens',
      'tokens',
      'tokens',
    ]);
  });
});
