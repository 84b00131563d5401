import { describe, expect, it } from 'vitest';
import { textOperations } from '../../../../shared/http/api/text-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('textOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(textOperations);
  });

  it('may fail as a call of a model only where a model is called', () => {
    const upstream = textOperations.filter(({ answers }) => '502' in answers);
    expect(upstream.map(({ id }) => id)).toEqual(['createSummary']);
  });
});
