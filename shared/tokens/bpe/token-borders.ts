import { encodeSteps } from './encode-steps.ts';
import type { Encoding } from './encoding.ts';

/**
 * Where each of a text's tokens ends, in UTF-16 units; a token that ends within a character counts as ending before it.
 * In steps, as `inSlices` takes them.
 */
export function* tokenBorderSteps(text: string, encoding: Encoding): Generator<undefined, Uint32Array> {
  const tokens: number[] = [];
  yield* encodeSteps(text, encoding, tokens);
  const borders = new Uint32Array(tokens.length);
  let at = 0;
  let bytesAt = 0;
  let bytes = 0;
  for (const [index, token] of tokens.entries()) {
    bytes += encoding.vocabulary.bytesOf(token).length;
    while (at < text.length) {
      const codePoint = text.codePointAt(at) ?? 0;
      const next = bytesAt + utf8Length(codePoint);
      if (next > bytes) break;
      bytesAt = next;
      at += codePoint > 0xffff ? 2 : 1;
    }
    borders[index] = at;
    if (index % tokensPerStep === 0) yield;
  }
  return borders;
}

const tokensPerStep = 4096;

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint > 0xffff ? 4 : 3;
}
