import { randomFrom } from './seed.ts';

/**
 * A unit-length vector for a text, the same for the same text, in single precision.
 *
 * Fewer dimensions than the model's own are the first of its vector, brought back to unit length, as in OpenAI's models.
 */
export function embeddingOf(text: string, model: string, dimensions: number): Float32Array {
  const random = randomFrom(`${model}\n${text}`);
  const vector = new Float32Array(dimensions);
  let squares = 0;
  for (let at = 0; at < dimensions; at += 1) {
    const value = random() * 2 - 1;
    vector[at] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

/** The vector's bytes in little-endian order, as `encoding_format: "base64"` carries them. */
export function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return bytes.toString('base64');
}
