import type { Piece } from '../tokens.ts';
import { randomFrom } from './seed.ts';

/** The logprobs entry of one piece, the alternatives most likely first; the piece itself stands first among them. */
export function logprobOf(piece: Piece, alternatives: number) {
  const random = randomFrom(piece.text);
  const logprob = -round(random() * 0.2 + 0.001);
  const top = Array.from({ length: alternatives }, (_, rank) =>
    rank === 0 ? entryOf(piece.text, logprob) : entryOf(` option${rank}`, -round(2 * rank + random())),
  );
  return { ...entryOf(piece.text, logprob), top_logprobs: top };
}

function entryOf(token: string, logprob: number) {
  return { token, logprob, bytes: [...Buffer.from(token)] };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
