import { describe, expect, it } from 'vitest';
import {
  datedVersionParameter,
  deploymentParameter,
  v1VersionParameter,
} from '../../../../shared/http/api/azure-parameters.ts';
import { datedApiVersions } from '../../../../shared/openai/api-version-registry.ts';
import { checkV1ApiVersion } from '../../../../shared/openai/api-versions.ts';

describe('datedVersionParameter', () => {
  it('takes every dated version there is, and no v1', () => {
    const { schema } = datedVersionParameter;
    expect(datedApiVersions.filter((version) => !schema.safeParse(version).success)).toEqual([]);
    expect(schema.safeParse('v1').success).toBe(false);
  });
});

describe('v1VersionParameter', () => {
  it('takes what the v1 routes take', () => {
    for (const version of ['v1', 'latest', 'preview']) {
      expect(v1VersionParameter.schema.safeParse(version).success).toBe(true);
      expect(() => checkV1ApiVersion(version)).not.toThrow();
    }
    expect(v1VersionParameter.schema.safeParse('2024-10-21').success).toBe(false);
    expect(v1VersionParameter.isRequired).toBe(false);
  });
});

describe('deploymentParameter', () => {
  it('is always there, as a part of a path is', () => {
    expect([deploymentParameter.in, deploymentParameter.isRequired]).toEqual(['path', true]);
  });
});
