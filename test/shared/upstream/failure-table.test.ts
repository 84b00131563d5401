import { describe, expect, it } from 'vitest';
import { errorTable } from '../../../shared/errors.ts';
import { failureTable, type FailureRule } from '../../../shared/upstream/failure-table.ts';

const rules: readonly (readonly [string, FailureRule])[] = Object.entries(failureTable);

describe('failureTable', () => {
  it.each(rules)('tells callers of %s by a code of the error table', (_kind, rule) => {
    expect(Object.keys(errorTable)).toContain(rule.code);
    expect(rule.when).not.toBe('');
  });

  it('never tries again where it would not go elsewhere', () => {
    expect(rules.filter(([, rule]) => rule.again && !rule.elsewhere)).toEqual([]);
  });

  it('ends a call that is itself at fault, that its caller left or that is out of time', () => {
    const final = rules.filter(([, rule]) => !rule.elsewhere).map(([kind]) => kind);
    expect(final.toSorted()).toEqual([
      'abandoned',
      'filtered',
      'out-of-time',
      'refused',
      'too-large',
      'too-long',
      'unprocessable',
      'unsupported-media',
    ]);
  });

  it('blames no deployment for what ends a call', () => {
    expect(rules.filter(([, rule]) => !rule.elsewhere && rule.unhealthy)).toEqual([]);
  });

  it('goes elsewhere, but not back, where the same again could not help', () => {
    const elsewhereOnly = rules.filter(([, rule]) => rule.elsewhere && !rule.again).map(([kind]) => kind);
    expect(elsewhereOnly.toSorted()).toEqual([
      'credential-refused',
      'deployment-missing',
      'forbidden',
      'inexpressible',
      'never-fits',
    ]);
  });

  it.each([
    ['throttled', 429],
    ['never-fits', 429],
    ['credential-refused', 502],
    ['forbidden', 502],
    ['deployment-missing', 502],
    ['filtered', 400],
    ['too-long', 400],
    ['refused', 400],
    ['inexpressible', 400],
    ['conflicting', 409],
    ['too-large', 413],
    ['unsupported-media', 415],
    ['unprocessable', 422],
    ['failed', 502],
    ['unavailable', 503],
    ['unreachable', 503],
    ['timed-out', 504],
    ['malformed', 502],
    ['no-credential', 503],
    ['out-of-time', 504],
    ['abandoned', 499],
  ] as const)('answers %s with %i', (kind, status) => {
    expect(errorTable[failureTable[kind].code].status).toBe(status);
  });
});
