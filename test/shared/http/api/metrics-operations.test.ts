import { describe, expect, it } from 'vitest';
import { metricsOperations } from '../../../../shared/http/api/metrics-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('metricsOperations', () => {
  it('are what their functions register, for admin callers and for holders of a function key', () => {
    expectSoundOperations(metricsOperations);
    expect(metricsOperations.map(({ access }) => access)).toEqual(['admin', 'function-key']);
  });
});
