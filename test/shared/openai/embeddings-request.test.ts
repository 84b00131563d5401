import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  countEmbeddingInputs,
  parseEmbeddingsRequest,
  splitEmbeddingInput,
} from '../../../shared/openai/embeddings-request.ts';

describe('parseEmbeddingsRequest', () => {
  it.each([
    ['a text', 'hello'],
    ['texts', ['a', '', 'c']],
    ['tokens', [1, 2, 3]],
    ['texts as tokens', [[1], [2, 3]]],
  ])('takes %s and gives back the same object', (_name, input) => {
    const body = { model: 'text-embedding-3-small', input, encoding_format: 'base64', dimensions: 8, other: 1 };
    expect(parseEmbeddingsRequest(body)).toBe(body);
  });

  it('takes null for what Azure takes null for', () => {
    expect(() => parseEmbeddingsRequest({ input: 'a', encoding_format: null, dimensions: null })).not.toThrow();
  });

  it.each([
    ['input', {}],
    ['input', { input: '' }],
    ['input', { input: [] }],
    ['input', { input: ['a', 1] }],
    ['input', { input: [[1], []] }],
    ['input', { input: [[1], ['a']] }],
    ['input', { input: [1.5] }],
    ['input', { input: [-1] }],
    ['input', { input: { text: 'a' } }],
    ['encoding_format', { input: 'a', encoding_format: 'int8' }],
    ['dimensions', { input: 'a', dimensions: 0 }],
    ['model', { input: 'a', model: 5 }],
  ])('refuses a bad %s (%j)', (param, body) => {
    expect(() => parseEmbeddingsRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});

describe('countEmbeddingInputs', () => {
  it.each([
    ['a', 1],
    [['a', 'b'], 2],
    [[1, 2, 3], 1],
    [[[1, 2], [3]], 2],
  ])('counts %j as %i', (input, count) => {
    expect(countEmbeddingInputs({ input })).toBe(count);
  });
});

describe('splitEmbeddingInput', () => {
  it('leaves a request that fits alone', () => {
    const request = { input: ['a', 'b'], model: 'm' };
    expect(splitEmbeddingInput(request, 2)).toEqual([request]);
    expect(splitEmbeddingInput(request, 2)[0]).toBe(request);
  });

  it('never cuts one text given as tokens', () => {
    const request = { input: Array.from({ length: 5000 }, (_, token) => token) };
    expect(splitEmbeddingInput(request)).toEqual([request]);
  });

  it('splits at 2048 texts unless told otherwise', () => {
    const sizes = splitEmbeddingInput({ input: Array.from({ length: 4097 }, () => 'a') }).map(countEmbeddingInputs);
    expect(sizes).toEqual([2048, 2048, 1]);
  });

  it('keeps every text, in order, and every other member in each part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 9 }),
        (input, max) => {
          const parts = splitEmbeddingInput({ input, model: 'm', extra: 1 }, max);
          expect(parts.map((part) => part.input).flat()).toEqual(input);
          for (const part of parts) {
            expect(countEmbeddingInputs(part)).toBeLessThanOrEqual(max);
            expect(part).toMatchObject({ model: 'm', extra: 1 });
          }
        },
      ),
    );
  });
});
