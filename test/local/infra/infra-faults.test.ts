import { describe, expect, it } from 'vitest';

import { infraFaults } from '../../../local/infra/infra-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';

describe('npm run infra', () => {
  it('holds everything that can be held without Azure', async () => {
    const checks = infraFaults(await readTemplate());
    expect(checks.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(checks).toHaveLength(9);
  });
});
