import { createRequire } from 'node:module';
import { Tiktoken } from 'tiktoken/lite';
import { z } from 'zod';

/** A stretch of text that a stream can carry in one event, and how many tokens it is; more than one inside a character. */
export type Piece = { readonly text: string; readonly tokens: number };

/** Counts the tokens of a text as the model's own tokenizer does; runs without a word end are counted a thousand at a time. */
export function countTokens(text: string, model: string): number {
  const encoder = encoderOf(model);
  let count = 0;
  for (const slice of slicesOf(text)) count += encoder.encode_ordinary(slice).length;
  return count;
}

/** Cuts a text at its token borders, moved to the next whole character where a border falls inside one. */
export function piecesOf(text: string, model: string): Piece[] {
  const encoder = encoderOf(model);
  const pieces: Piece[] = [];
  for (const slice of slicesOf(text)) {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let tokens = 0;
    for (const token of encoder.encode_ordinary(slice)) {
      tokens += 1;
      const decoded = decoder.decode(encoder.decode_single_token_bytes(token), { stream: true });
      if (decoded === '') continue;
      pieces.push({ text: decoded, tokens });
      tokens = 0;
    }
  }
  return pieces;
}

const sliceLength = 8000;
const runLength = 1000;

/** The encoder is quadratic in a run without a word end, so a long text goes to it in slices cut before a word. */
function* slicesOf(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > sliceLength) {
    const window = text.slice(start, start + sliceLength);
    const wordStart = lastWordStart(window);
    const end = wordStart > 0 ? wordStart : runLength;
    // A slice must not end between the halves of a surrogate pair.
    const whole = /[\uD800-\uDBFF]$/.test(window.slice(0, end)) ? end + 1 : end;
    yield window.slice(0, whole);
    start += whole;
  }
  yield text.slice(start);
}

/** Where the last ` word` of the text begins: both encodings always cut there. */
function lastWordStart(text: string): number {
  for (let at = text.lastIndexOf(' '); at > 0; at = text.lastIndexOf(' ', at - 1)) {
    if (/^[^\s] [A-Za-z]/.test(text.slice(at - 1, at + 2))) return at;
  }
  return -1;
}

type Encoding = 'o200k_base' | 'cl100k_base';

const ranksSchema = z.object({
  bpe_ranks: z.string(),
  pat_str: z.string(),
  special_tokens: z.record(z.string(), z.number()),
});

const encoders = new Map<Encoding, Tiktoken>();
const require = createRequire(import.meta.url);

function encoderOf(model: string): Tiktoken {
  const encoding: Encoding = /^(text-embedding|gpt-4$|gpt-4-|gpt-4-turbo|gpt-3|gpt-35)/.test(model)
    ? 'cl100k_base'
    : 'o200k_base';
  const known = encoders.get(encoding);
  if (known !== undefined) return known;
  const ranks = ranksSchema.parse(require(`tiktoken/encoders/${encoding}.json`));
  const encoder = new Tiktoken(ranks.bpe_ranks, ranks.special_tokens, ranks.pat_str);
  encoders.set(encoding, encoder);
  return encoder;
}
