import { describe, expect, it } from 'vitest';

import { mergeEmbeddingAnswers, parseEmbeddingsAnswer } from '../../../shared/openai/embeddings-answer.ts';

const vector = (index: number, embedding: number[] | string) => ({ object: 'embedding' as const, index, embedding });
const answer = (...embeddings: (number[] | string)[]) => ({
  object: 'list' as const,
  model: 'text-embedding-3-small',
  data: embeddings.map((embedding, index) => vector(index, embedding)),
  usage: { prompt_tokens: embeddings.length, total_tokens: embeddings.length },
});

describe('parseEmbeddingsAnswer', () => {
  it('puts the vectors in the order of the input', () => {
    const wire = { ...answer([0], [1]), data: [vector(1, [1]), vector(0, [0])] };
    expect(parseEmbeddingsAnswer(wire, 2)).toEqual(answer([0], [1]));
  });

  it('reads base64 vectors as they are', () => {
    expect(parseEmbeddingsAnswer(answer('AACAPw=='), 1).data).toEqual([vector(0, 'AACAPw==')]);
  });

  it('counts a usage that is missing as none', () => {
    expect(parseEmbeddingsAnswer({ data: [vector(0, [1])] }, 1)).toMatchObject({
      model: '',
      usage: { prompt_tokens: 0, total_tokens: 0 },
    });
  });

  it.each([
    ['no object', null, 1],
    ['no list', { data: {} }, 1],
    ['a vector too few', answer([0]), 2],
    ['a vector too many', answer([0], [1]), 1],
    ['two vectors for one text', { data: [vector(0, [0]), vector(0, [0])] }, 2],
    ['an index that is none', { data: [vector(-1, [0])] }, 1],
    ['something without a vector', { data: [{ object: 'embedding', index: 0 }] }, 1],
  ])('refuses %s', (_name, wire, inputs) => {
    expect(() => parseEmbeddingsAnswer(wire, inputs)).toThrow(expect.objectContaining({ code: 'upstream_malformed' }));
  });
});

describe('mergeEmbeddingAnswers', () => {
  it.each([
    ['float', [[0], [1]], [[2]], [[0], [1], [2]]],
    ['base64', ['a', 'b'], ['c'], ['a', 'b', 'c']],
  ])('numbers %s vectors on from part to part and sums the usage', (_name, first, second, whole) => {
    expect(mergeEmbeddingAnswers([answer(...first), answer(...second)])).toEqual(answer(...whole));
  });

  it('orders the vectors within a part by their index', () => {
    const part = { ...answer([0], [1]), data: [vector(1, [1]), vector(0, [0])] };
    expect(mergeEmbeddingAnswers([part, answer([2])]).data.map((item) => item.embedding)).toEqual([[0], [1], [2]]);
  });

  it('leaves a single answer as it is', () => {
    expect(mergeEmbeddingAnswers([answer([1])])).toEqual(answer([1]));
  });

  it('makes an empty list of no answers', () => {
    expect(mergeEmbeddingAnswers([])).toMatchObject({ data: [], usage: { prompt_tokens: 0 } });
  });
});
