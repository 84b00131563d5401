import { describe, expect, it } from 'vitest';

import {
  datedApiVersions,
  operationAppearances,
  parameterAppearances,
  type Appearance,
} from '../../../shared/openai/api-version-registry.ts';
import { compareApiVersions } from '../../../shared/openai/api-versions.ts';

describe('the registry of api versions', () => {
  it('lists the dated versions once each, from old to new', () => {
    expect(datedApiVersions).toEqual([...new Set(datedApiVersions)].toSorted(compareApiVersions));
  });

  const rows: [string, Appearance][] = Object.entries({ ...operationAppearances, ...parameterAppearances });
  it.each(rows)('dates %s by a listed preview and a listed stable version', (_name, { preview, stable }) => {
    const listed: readonly (string | undefined)[] = [undefined, ...datedApiVersions];
    expect(listed).toContain(preview);
    expect(listed).toContain(stable);
    expect(preview?.endsWith('-preview') ?? true).toBe(true);
    expect(stable?.endsWith('-preview') ?? false).toBe(false);
  });
});
