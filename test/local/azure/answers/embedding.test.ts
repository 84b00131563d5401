import { expect, it } from 'vitest';
import { embeddingOf, toBase64 } from '../../../../local/azure/answers/embedding.ts';

function lengthOf(vector: Iterable<number>): number {
  return Math.hypot(...vector);
}

it('has unit length, at every number of dimensions', () => {
  for (const dimensions of [1, 8, 256, 1536, 3072])
    expect(lengthOf(embeddingOf('text', 'm', dimensions))).toBeCloseTo(1, 5);
});

it('is the same for the same text, and another for another', () => {
  expect(embeddingOf('a', 'm', 16)).toEqual(embeddingOf('a', 'm', 16));
  expect(embeddingOf('a', 'm', 16)).not.toEqual(embeddingOf('b', 'm', 16));
});

it('points, shortened, where the whole one begins to', () => {
  const [whole, short] = [embeddingOf('a', 'm', 64), embeddingOf('a', 'm', 4)];
  const ratios = [...short].map((value, at) => value / (whole[at] ?? Number.NaN));
  for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0] ?? Number.NaN, 4);
});

it('survives base64 to the bit', () => {
  const vector = embeddingOf('a', 'm', 8);
  const bytes = Buffer.from(toBase64(vector), 'base64');
  expect([...vector].every((value, at) => bytes.readFloatLE(4 * at) === value)).toBe(true);
});
