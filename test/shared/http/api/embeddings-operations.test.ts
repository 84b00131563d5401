import { describe, expect, it } from 'vitest';
import { embeddingsOperations } from '../../../../shared/http/api/embeddings-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('embeddingsOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(embeddingsOperations);
  });

  it('take vectors and what a dry run found for an answer', () => {
    const schema = embeddingsOperations[0]?.answers['200']?.contents['application/json'];
    const vectors = { object: 'list', model: 'm', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } };
    expect(schema?.safeParse(vectors).success).toBe(true);
    expect(schema?.safeParse({ object: 'list' }).success).toBe(false);
  });
});
