import { countText } from '../bpe/count-text.ts';
import type { Encoding } from '../bpe/encoding.ts';
import { inSlices } from '../bpe/in-slices.ts';
import { tokenBorderSteps } from '../bpe/token-borders.ts';
import { GatewayError } from '../../errors.ts';
import { naturalBorder, overlapBorder } from './natural-border.ts';

/** How long chunks may be, and how much of one is repeated at the beginning of the next. */
export type SplitOptions = {
  readonly maxTokens: number;
  readonly overlapTokens?: number;
  readonly encoding: Encoding;
  readonly signal?: AbortSignal | undefined;
};

/** A part of a text: `text.slice(start, end)`, and its own number of tokens. */
export type Chunk = { readonly text: string; readonly start: number; readonly end: number; readonly tokens: number };

/**
 * Splits a text into chunks of at most `maxTokens`, in order, which together are the whole text. Each ends where a
 * paragraph, a sentence or a word does, as long as that leaves it two thirds full; no character is ever split. Consecutive
 * chunks have up to `overlapTokens` in common, from the beginning of a sentence or word on.
 *
 * Throws `invalid_request` for fewer than four tokens, since one character can be as many, and for an overlap of more
 * than a quarter of a chunk.
 */
export async function splitText(text: string, options: SplitOptions): Promise<Chunk[]> {
  const { maxTokens, overlapTokens = 0, encoding, signal } = options;
  checkSizes(maxTokens, overlapTokens);
  const borders = await inSlices(tokenBorderSteps(text, encoding), signal);
  const chunks: Chunk[] = [];
  let start = 0;
  let covered = 0;
  while (covered < text.length) {
    const chunk = await nextChunk(text, start, covered, borders, options);
    chunks.push(chunk);
    covered = chunk.end;
    start = overlapTokens === 0 ? covered : overlapStart(text, chunk, borders, overlapTokens);
  }
  return chunks;
}

async function nextChunk(
  text: string,
  start: number,
  covered: number,
  borders: Uint32Array,
  { maxTokens, encoding, signal }: SplitOptions,
): Promise<Chunk> {
  const first = firstAfter(borders, start);
  // A part's own encoding can be a token or two longer than it was within the whole, so it is counted for itself.
  for (let tokens = maxTokens; tokens > 0;) {
    const furthest = borders[Math.min(first + tokens, borders.length) - 1] ?? text.length;
    if (furthest <= covered) break;
    const filled = Math.max(covered, borders[first + Math.floor((tokens * 2) / 3)] ?? covered);
    const end = furthest === text.length ? furthest : (naturalBorder(text, filled, furthest) ?? furthest);
    if (end > covered) {
      const part = text.slice(start, end);
      const own = await countText(part, encoding, signal);
      if (own <= maxTokens) return { text: part, start, end, tokens: own };
    }
    tokens -= 1;
  }
  // What is repeated leaves no room for anything new, or the next character is longer than a token: without overlap,
  // one character at least fits.
  if (start < covered) return nextChunk(text, covered, covered, borders, { maxTokens, encoding, signal });
  const end = covered + ((text.codePointAt(covered) ?? 0) > 0xffff ? 2 : 1);
  const part = text.slice(start, end);
  return { text: part, start, end, tokens: await countText(part, encoding, signal) };
}

function overlapStart(text: string, chunk: Chunk, borders: Uint32Array, overlapTokens: number): number {
  const last = firstAfter(borders, chunk.end - 1);
  const earliest = borders[Math.max(0, last - overlapTokens)] ?? chunk.end;
  if (earliest <= chunk.start || earliest >= chunk.end) return chunk.end;
  return overlapBorder(text, earliest, chunk.end) ?? earliest;
}

/** The number of tokens that end at or before a place: the first that ends after it. */
function firstAfter(borders: Uint32Array, place: number): number {
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkSizes(maxTokens: number, overlapTokens: number): void {
  if (!Number.isInteger(maxTokens) || maxTokens < 4) {
    throw new GatewayError('invalid_request', 'A chunk must be allowed 4 tokens at least.', { param: 'max_tokens' });
  }
  if (!Number.isInteger(overlapTokens) || overlapTokens < 0 || overlapTokens > maxTokens / 4) {
    throw new GatewayError('invalid_request', 'An overlap must be between 0 and a quarter of a chunk.', {
      param: 'overlap_tokens',
    });
  }
}
