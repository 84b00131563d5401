import { characterClass, classOf } from './character-class.ts';
import { contractionEnd } from './contraction-end.ts';
import type { EncodingName } from './encoding-name.ts';

/**
 * Cuts text into the pieces that are encoded each for itself, as an encoding's published pattern does:
 * what the regular expression would match next, read off the text character by character.
 *
 * Written out rather than run as a regular expression, because a match cannot be interrupted: a run of a million equal
 * characters would hold the event loop. Here a run is looked at in stretches, and `endOf` says when one is not through.
 */
export class PieceScanner {
  readonly #text: string;
  readonly #pieceEnd: (start: number) => number;
  readonly #begunRuns = new Map<number, Run>();
  #markedEnd = 0;
  #isUnfinished = false;

  constructor(text: string, encoding: EncodingName) {
    this.#text = text;
    this.#pieceEnd = encoding === 'o200k_base' ? (start) => this.#o200kEnd(start) : (start) => this.#cl100kEnd(start);
  }

  /** Where the piece that begins at `start` ends; `undefined` when it is long and `endOf` must be asked again. */
  endOf(start: number): number | undefined {
    this.#isUnfinished = false;
    const end = this.#pieceEnd(start);
    if (this.#isUnfinished) return undefined;
    if (this.#begunRuns.size > 0) this.#begunRuns.clear();
    return end;
  }

  // (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|…
  #cl100kEnd(start: number): number {
    const contraction = contractionEnd(this.#text, start);
    if (contraction > start) return contraction;
    const first = this.#classAt(start);
    if ((first & letter) !== 0) return this.#runEnd(start, letter);
    const second = start + this.#widthAt(start);
    if ((first & noPrefix) === 0 && (this.#classAt(second) & letter) !== 0) return this.#runEnd(second, letter);
    return this.#wordlessEnd(start, first, second, characterClass.lineBreak);
  }

  // [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
  // |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:…)?|…
  #o200kEnd(start: number): number {
    const first = this.#classAt(start);
    if ((first & letter) !== 0) return this.#wordEnd(start);
    const second = start + this.#widthAt(start);
    if ((first & noPrefix) === 0) {
      // A mark may stand before a word, and is one by itself where no small letter follows.
      const isWord = (this.#classAt(second) & (letter | characterClass.mark)) !== 0;
      if (isWord && ((first & characterClass.mark) === 0 || this.#endsSmall(second))) return this.#wordEnd(second);
      if ((first & characterClass.mark) !== 0) return this.#wordEnd(start);
    }
    return this.#wordlessEnd(start, first, second, characterClass.lineBreak | characterClass.slash);
  }

  #wordEnd(from: number): number {
    const capitalsEnd = this.#runEnd(from, asCapital, asSmall);
    const sharedEnd = this.#markedEnd;
    const smallEnd = this.#runEnd(capitalsEnd, asSmall);
    if (smallEnd > capitalsEnd) return contractionEnd(this.#text, smallEnd);
    // Where no small letter follows, the last letter or mark that can stand for one does; without one, it is capitals.
    return contractionEnd(this.#text, sharedEnd > from ? sharedEnd : capitalsEnd);
  }

  #endsSmall(from: number): boolean {
    const capitalsEnd = this.#runEnd(from, asCapital, asSmall);
    return this.#markedEnd > from || (this.#classAt(capitalsEnd) & asSmall) !== 0;
  }

  // \p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
  #wordlessEnd(start: number, first: number, second: number, tail: number): number {
    if ((first & characterClass.number) !== 0) return this.#numberEnd(start);
    const isAfterSpace = this.#text.charCodeAt(start) === 0x20 && (this.#classAt(second) & symbol) !== 0;
    if (isAfterSpace || (first & symbol) !== 0) {
      return this.#runEnd(this.#runEnd(isAfterSpace ? second : start, symbol), tail);
    }
    const end = this.#runEnd(start, anySpace, characterClass.lineBreak);
    if (this.#markedEnd > start) return this.#markedEnd;
    return end === this.#text.length || end === second ? end : end - 1;
  }

  #numberEnd(start: number): number {
    let end = start;
    for (let digits = 0; digits < 3 && (this.#classAt(end) & characterClass.number) !== 0; digits += 1) {
      end += this.#widthAt(end);
    }
    return end;
  }

  /** The end of the run of characters of `classes`; `#markedEnd` is then the end of its last `marked` character. */
  #runEnd(from: number, classes: number, marked = 0): number {
    const begun = this.#begunRuns.size === 0 ? undefined : this.#begunRuns.get(from * 512 + classes);
    let end = begun?.end ?? from;
    let markedEnd = begun?.markedEnd ?? from;
    const stop = Math.min(this.#text.length, end + stretchLength);
    let found = this.#classAt(end);
    while (end < stop && (found & classes) !== 0) {
      end += this.#widthAt(end);
      if ((found & marked) !== 0) markedEnd = end;
      found = this.#classAt(end);
    }
    if (end >= stop && end < this.#text.length) {
      this.#begunRuns.set(from * 512 + classes, { end, markedEnd });
      this.#isUnfinished = true;
    }
    this.#markedEnd = markedEnd;
    return end;
  }

  #classAt(at: number): number {
    const codePoint = this.#text.codePointAt(at);
    return codePoint === undefined ? 0 : classOf(codePoint);
  }

  #widthAt(at: number): number {
    return (this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
}

type Run = { readonly end: number; readonly markedEnd: number };

// A stretch takes well under a millisecond.
const stretchLength = 0x8000;

const { capital, small, shared, mark, number, space, lineBreak, other } = characterClass;
const letter = capital | small | shared;
const asCapital = capital | shared | mark;
const asSmall = small | shared | mark;
const symbol = mark | other;
const anySpace = space | lineBreak;
const noPrefix = letter | number | lineBreak;
