import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EncodingName } from '../../../../shared/tokens/bpe/encoding-name.ts';
import { PieceScanner } from '../../../../shared/tokens/bpe/piece-scanner.ts';

// The published patterns, with JavaScript's white space and case folding put right.
const patterns = {
  cl100k_base:
    /'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL]{2})|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu,
  o200k_base:
    /[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL]{2}))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL]{2}))?|\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n/]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu,
};

describe.each(['cl100k_base', 'o200k_base'] as const)('PieceScanner of %s', (name) => {
  it('cuts any text where the published pattern does', () => {
    const unit = fc.constantFrom(...Array.from("aAbBsSlL'’ \n\r\t/=-1٣日ʰ😀\u0301\u0085\ufeff\u00a0ſǅ\ud800"));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        expect(piecesOf(text, name)).toEqual(text.match(patterns[name]) ?? []);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['a', 'A', '日', '\u0301', ' ', '\n', '=', '/', '😀'])('cuts a run of 100,000 × %j in stretches', (unit) => {
    const text = `x ${unit.repeat(100_000)}A'll\n b`;
    const { pieces, pauses } = scan(text, name);
    expect(pieces).toEqual(text.match(patterns[name]));
    expect(pauses).toBeGreaterThan(1);
  });
});

function piecesOf(text: string, name: EncodingName): string[] {
  return scan(text, name).pieces;
}

function scan(text: string, name: EncodingName): { pieces: string[]; pauses: number } {
  const scanner = new PieceScanner(text, name);
  const pieces: string[] = [];
  let pauses = 0;
  for (let start = 0; start < text.length;) {
    const end = scanner.endOf(start);
    if (end === undefined) {
      pauses += 1;
      continue;
    }
    pieces.push(text.slice(start, end));
    start = end;
  }
  return { pieces, pauses };
}
