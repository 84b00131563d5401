import { describe, expect, it } from 'vitest';
import { documentOperations } from '../../../../shared/http/api/document-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('documentOperations', () => {
  it('are what their functions register, and open to all', () => {
    expectSoundOperations(documentOperations);
    expect(documentOperations.every(({ access }) => access === 'open')).toBe(true);
  });
});
