import { encodeSteps } from './encode-steps.ts';
import type { Encoding } from './encoding.ts';
import { inSlices } from './in-slices.ts';

/** A text's tokens. Long texts are encoded in slices; rejects with the signal's reason. */
export async function encodeText(text: string, encoding: Encoding, signal?: AbortSignal): Promise<number[]> {
  const tokens: number[] = [];
  await inSlices(encodeSteps(text, encoding, tokens), signal);
  return tokens;
}

/** The text that tokens stand for; bytes that are no UTF-8, as of half a character, become U+FFFD. */
export function decodeTokens(tokens: readonly number[], { vocabulary }: Encoding): string {
  return Buffer.concat(tokens.map((token) => vocabulary.bytesOf(token))).toString('utf8');
}
