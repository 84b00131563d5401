/**
 * The best place to cut a text within `from < place <= to`: the last end of a paragraph, else of a sentence or line,
 * else of a word. `undefined` where the text has none there. The white space at a border belongs to what is before it.
 */
export function naturalBorder(text: string, from: number, to: number): number | undefined {
  const stretch = text.slice(from, to);
  for (const border of [paragraphEnd, sentenceEnd, wordEnd]) {
    const place = lastEndOf(border, stretch);
    if (place !== undefined) return from + place;
  }
  return undefined;
}

/** The first end of a sentence, or else of a word, within `from <= place < to`; where an overlap may begin. */
export function overlapBorder(text: string, from: number, to: number): number | undefined {
  const stretch = text.slice(Math.max(0, from - 1), to);
  for (const border of [sentenceEnd, wordEnd]) {
    border.lastIndex = 0;
    const match = border.exec(stretch);
    const place = match === null ? to : Math.max(0, from - 1) + match.index + match[0].length;
    if (place >= from && place < to) return place;
  }
  return undefined;
}

const paragraphEnd = /\n[^\S\n]*\n\s*/g;
const sentenceEnd = /[.!?…]["'”’)\]]*\s+|[。！？]["'”’）」』]*\s*|\n\s*/g;
const wordEnd = /\s+/g;

function lastEndOf(border: RegExp, stretch: string): number | undefined {
  let last: number | undefined;
  for (const match of stretch.matchAll(border)) last = match.index + match[0].length;
  return last === 0 ? undefined : last;
}
