import { countTokens, piecesOf } from '../tokens.ts';
import type { Piece } from '../tokens.ts';
import type { Random } from './seed.ts';
import { pick } from './seed.ts';

/**
 * A text answer to a question: a quotation of its beginning, then plain sentences.
 *
 * It is about as long as the question, between 24 and 256 tokens, unless the question asks for a length by saying
 * "500 tokens" or "500 words": then it is that many tokens.
 */
export function textAnswer(question: string, model: string, random: Random): Piece[] {
  const quotation = piecesOf(`You asked: "${beginningOf(question)}". Simulated answer:`, model);
  const askedTokens = /\b(\d{1,6}) (?:tokens|words)\b/.exec(question)?.[1];
  if (askedTokens !== undefined) return extend(quotation, Math.min(Number(askedTokens), maxAskedTokens), random);
  const questionTokens = Math.min(256, Math.max(24, countTokens(question.slice(0, 4000), model)));
  // A quotation cut inside a word might count differently when it is put together again.
  return extend(quotation, Math.max(questionTokens, tokensOf(quotation) + 1), random);
}

/** A text answer to what tools returned. */
export function toolResultAnswer(results: readonly string[], model: string, random: Random): Piece[] {
  const quotation = piecesOf(`According to the tool: ${results.map(beginningOf).join('; ')}. In short:`, model);
  return extend(quotation, tokensOf(quotation) + 12, random);
}

/** How many tokens pieces are, together. */
export function tokensOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.tokens, 0);
}

const maxAskedTokens = 100_000;
const maxQuotedCharacters = 120;

/** The first characters of a text, never half of one. */
function beginningOf(text: string): string {
  const beginning = text
    .slice(0, 2 * maxQuotedCharacters)
    .replaceAll(/\s+/g, ' ')
    .slice(0, maxQuotedCharacters);
  return beginning.replace(/[\uD800-\uDBFF]$/, '').trim();
}

/** Goes on in sentences until so many tokens are reached; a quotation that is longer already is cut. */
function extend(pieces: readonly Piece[], length: number, random: Random): Piece[] {
  const extended: Piece[] = [];
  let tokens = 0;
  for (const piece of pieces) {
    if (tokens + piece.tokens > length) break;
    extended.push(piece);
    tokens += piece.tokens;
  }
  for (let position = 0; tokens < length; position = (position + 1) % 12, tokens += 1) {
    const isLast = tokens + 1 === length || position === 11;
    // A full stop right after the quotation's colon would be one token with it.
    const text = position === 0 ? ` ${pick(random, openings)}` : isLast ? '.' : ` ${pick(random, words)}`;
    extended.push({ text, tokens: 1 });
  }
  return extended;
}

// Each of these is one token, with its leading space, in o200k_base and in cl100k_base; a test holds them to it.
const openings = ['The', 'This', 'Each', 'Every', 'One', 'Such', 'Some', 'Most'] as const;
const words = [
  'answer',
  'place',
  'water',
  'city',
  'system',
  'number',
  'house',
  'field',
  'river',
  'paper',
  'line',
  'point',
  'world',
  'light',
  'table',
  'ground',
  'letter',
  'matter',
  'order',
  'part',
  'reason',
  'service',
  'side',
  'thing',
  'time',
  'value',
  'word',
  'year',
  'is',
  'was',
  'has',
  'may',
  'can',
  'keeps',
  'gives',
  'shows',
  'takes',
  'needs',
  'of',
  'in',
  'with',
  'for',
  'and',
  'or',
  'as',
  'by',
  'small',
  'large',
  'new',
  'old',
  'long',
  'short',
  'clear',
  'open',
  'early',
  'late',
  'good',
  'same',
  'other',
  'first',
  'last',
  'often',
] as const;
