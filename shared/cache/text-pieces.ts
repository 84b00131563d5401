type Token = { readonly token: string };

/** A part of a text, with the tokens it is made of where those are known. */
export type TextPiece = { readonly text: string; readonly tokens: readonly Token[] | undefined };

/**
 * A text in at most 64 pieces of 32 characters or more, none of which ends within a surrogate pair; none for an empty
 * text. With tokens each piece has its own; when the tokens do not spell the text, as where one ends within a
 * character, all is one piece.
 */
export function textPieces(text: string, tokens?: readonly Token[]): TextPiece[] {
  const pieceLength = Math.max(leastLength, Math.ceil(text.length / mostPieces));
  if (tokens === undefined) {
    return plainPieces(text, pieceLength);
  }
  if (tokens.map(({ token }) => token).join('') !== text) {
    return [{ text, tokens }];
  }
  const pieces: TextPiece[] = [];
  let piece = '';
  let own: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    piece += token.token;
    own.push(token);
    const isLast = at === tokens.length - 1;
    if (isLast || (piece.length >= pieceLength && !endsInPair(piece))) {
      pieces.push({ text: piece, tokens: own });
      piece = '';
      own = [];
    }
  }
  return pieces;
}

function plainPieces(text: string, pieceLength: number): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (let start = 0; start < text.length;) {
    const end = start + pieceLength;
    const piece = text.slice(start, endsInPair(text.slice(start, end)) ? end + 1 : end);
    pieces.push({ text: piece, tokens: undefined });
    start += piece.length;
  }
  return pieces;
}

function endsInPair(text: string): boolean {
  return /[\uD800-\uDBFF]$/.test(text);
}

const leastLength = 32;
const mostPieces = 64;
