import { countText } from './count-text.ts';
import type { Encoding } from './encoding.ts';
import { inSlices } from './in-slices.ts';
import { tokenBorderSteps } from './token-borders.ts';

/** Which part of a text that is too long gives way. */
export type Cut = 'end' | 'middle';

/**
 * A text shortened to at most `maxTokens`, at borders of tokens and never within a character: its beginning, or its
 * beginning and end with an ellipsis where the middle was. A text that fits comes back as it is. Where nothing is left
 * of it, the result is empty.
 */
export async function cutText(
  text: string,
  maxTokens: number,
  encoding: Encoding,
  cut: Cut,
  signal?: AbortSignal,
): Promise<string> {
  const borders = await inSlices(tokenBorderSteps(text, encoding), signal);
  if (borders.length <= maxTokens) return text;
  // A part's own encoding can be a token or two longer than it was within the whole, so the result is counted again.
  for (let kept = maxTokens; kept > 0;) {
    const shortened = cut === 'end' ? beginning(text, borders, kept) : withoutMiddle(text, borders, kept);
    const over = (await countText(shortened, encoding, signal)) - maxTokens;
    if (over <= 0) return shortened;
    kept -= over;
  }
  return '';
}

const ellipsis = '\n…\n';

function beginning(text: string, borders: Uint32Array, tokens: number): string {
  return text.slice(0, borders[tokens - 1] ?? 0);
}

function withoutMiddle(text: string, borders: Uint32Array, tokens: number): string {
  const head = Math.ceil(tokens / 2);
  const tail = tokens - head;
  return `${beginning(text, borders, head)}${ellipsis}${text.slice(borders[borders.length - tail - 1] ?? text.length)}`;
}
