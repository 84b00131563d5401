import { describe, expect, it } from 'vitest';
import { generateOperations } from '../../../../shared/http/api/generate-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('generateOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(generateOperations);
  });

  it('answer the second one as events, unless nothing was to be sent', () => {
    expect(Object.keys(generateOperations[1]?.answers['200']?.contents ?? {})).toEqual([
      'text/event-stream',
      'application/json',
    ]);
  });
});
