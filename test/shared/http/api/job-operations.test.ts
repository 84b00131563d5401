import { describe, expect, it } from 'vitest';
import { jobOperations } from '../../../../shared/http/api/job-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('jobOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(jobOperations);
  });

  it('are opened by a key or by the token of the address', () => {
    expect(jobOperations.map(({ access }) => access)).toEqual(['job-token', 'job-token', 'job-token']);
  });

  it('answer 202 until the work is done', () => {
    expect(Object.keys(jobOperations[0]?.answers['202']?.headers ?? {})).toEqual([
      'location',
      'retry-after',
      'x-request-id',
    ]);
  });
});
