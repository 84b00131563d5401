import { expect, it } from 'vitest';
import { limitKind } from '../../../shared/gateway/limit-kind.ts';
import type { Refused } from '../../../shared/limits/admission.ts';
import type { Limit } from '../../../shared/limits/limit.ts';

const sliding = { kind: 'sliding', windowMs: 60_000, sliceMs: 1_000 } as const;
const calendar = { kind: 'calendar', period: 'day', timeZone: 'UTC' } as const;
const limitOf = (unit: Limit['unit'], span: Limit['span']): Limit => ({
  key: 'any',
  subject: { kind: 'caller', name: 'a' },
  unit,
  most: 1,
  span,
  mode: 'hard',
  isCorrected: true,
});

it.each<[reason: Refused['reason'], limit: Limit | undefined, kind: string]>([
  ['rate', limitOf('requests', sliding), 'request_rate'],
  ['rate', limitOf('tokens', sliding), 'token_rate'],
  ['budget', limitOf('tokens', calendar), 'token_budget'],
  ['budget', limitOf('microDollars', calendar), 'dollar_budget'],
  ['too-large', limitOf('tokens', calendar), 'token_budget'],
  ['store-down', undefined, 'store_down'],
  ['line-full', limitOf('requests', sliding), 'line_full'],
])('says of %s what was used up (case %#)', (reason, limit, kind) => {
  expect(limitKind({ reason, limit })).toBe(kind);
});
