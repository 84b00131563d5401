import type { Limit, LimitSubject } from './limit.ts';
import { subjectKey } from './subject-key.ts';

/** Requests and tokens per minute that a subject is granted; `shadow` only measures. */
export type RateSetting = {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly mode?: 'hard' | 'shadow' | undefined;
};

/** The limits of a rate: in no minute more than that, whenever the minute begins. */
export function rateLimits(subject: LimitSubject, setting: RateSetting): Limit[] {
  const { requestsPerMinute, tokensPerMinute, mode = 'hard' } = setting;
  const shared = { subject, mode, isCorrected: true };
  return [
    ...(requestsPerMinute === undefined
      ? []
      : [{ ...shared, key: `${subjectKey(subject)}:rpm`, unit: 'requests', most: requestsPerMinute, span } as const]),
    ...(tokensPerMinute === undefined
      ? []
      : [{ ...shared, key: `${subjectKey(subject)}:tpm`, unit: 'tokens', most: tokensPerMinute, span } as const]),
  ];
}

const span = { kind: 'sliding', windowMs: 60_000, sliceMs: 1_000 } as const;
