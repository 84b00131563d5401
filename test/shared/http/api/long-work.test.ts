import { describe, expect, it } from 'vitest';
import {
  acceptedAnswer,
  acceptFailures,
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

describe('acceptedAnswer', () => {
  it('says besides what a pending one says that the wish was granted', () => {
    expect(Object.keys(acceptedAnswer.headers ?? {})).toEqual([
      ...Object.keys(pendingAnswer.headers ?? {}),
      'preference-applied',
    ]);
    expect(acceptFailures).toEqual(['jobs_unavailable']);
  });
});
