import { describe, expect, it } from 'vitest';
import { healthOperations } from '../../../../shared/http/api/health-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('healthOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(healthOperations);
  });

  it('ask nobody for a key where a probe asks', () => {
    const open = healthOperations.filter(({ access }) => access === 'open');
    expect(open.map(({ path }) => path)).toEqual(['/health', '/health/ready']);
    expect(open.every(({ answers }) => !('401' in answers))).toBe(true);
  });
});
