import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callParameters, dryRunParameter } from '../../../../shared/http/api/call-parameters.ts';
import { isDryRun } from '../../../../shared/http/is-dry-run.ts';

describe('callParameters', () => {
  it('are headers that an endpoint reads, and no call needs one', () => {
    const source = readFileSync(new URL('../../../../shared/http/endpoint.ts', import.meta.url), 'utf8');
    expect(callParameters.filter(({ name }) => !source.includes(`'${name}'`))).toEqual([]);
    expect(callParameters.filter(({ in: place, isRequired }) => place !== 'header' || isRequired)).toEqual([]);
  });
});

describe('dryRunParameter', () => {
  it('takes what the app takes', () => {
    for (const value of ['true', 'false']) {
      expect(dryRunParameter.schema.safeParse(value).success).toBe(true);
      expect(isDryRun({ [dryRunParameter.name]: value })).toBe(value === 'true');
    }
    expect(dryRunParameter.schema.safeParse('yes').success).toBe(false);
  });
});
