import { describe, expect, it } from 'vitest';
import {
  acceptedAnswer,
  acceptFailures,
  idempotencyKeyParameter,
  pendingAnswer,
  preferParameter,
} from '../../../../shared/http/api/long-work.ts';
import { parsePrefer } from '../../../../shared/http/prefer-header.ts';

describe('preferParameter', () => {
  it('describes words that the app understands', () => {
    const words = [...preferParameter.description.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
    expect(words.map((word) => parsePrefer(word))).toEqual([
      { isAsync: true, waitSeconds: 0 },
      { isAsync: false, waitSeconds: 10 },
    ]);
  });
});

describe('idempotencyKeyParameter', () => {
  it('takes one to 255 characters of printable ASCII', () => {
    const takes = (key: string) => idempotencyKeyParameter.schema.safeParse(key).success;
    expect(['a', 'run-1 Summarise~', 'x'.repeat(255)].map(takes)).toEqual([true, true, true]);
    expect(['', 'x'.repeat(256), 'clé', 'a\tb'].map(takes)).toEqual([false, false, false, false]);
  });
});

describe('acceptedAnswer', () => {
  it('says besides what a pending one says that the wish was granted, and whether the job was there', () => {
    expect(Object.keys(acceptedAnswer.headers ?? {})).toEqual([
      ...Object.keys(pendingAnswer.headers ?? {}),
      'preference-applied',
      'idempotency-replayed',
    ]);
    expect(acceptFailures).toEqual(['idempotency_key_reused', 'rate_limit_exceeded', 'jobs_unavailable']);
  });
});
