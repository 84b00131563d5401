import { isNewerThanTiktoken } from './newer-characters.ts';

/**
 * What the encodings' patterns tell apart, as bits. The capitals are `Lu` and `Lt`; `shared` letters (`Lm`, `Lo`) and
 * marks stand among capitals and small letters alike. White space is Unicode's property, to which U+0085 belongs and
 * U+FEFF does not; JavaScript's `\s` has it the other way round.
 */
export const characterClass = {
  capital: 1,
  small: 2,
  shared: 4,
  mark: 8,
  number: 16,
  space: 32,
  lineBreak: 64,
  other: 128,
  slash: 256,
} as const;

/** The class bits of one code point. A surrogate without its partner is `other`, as the U+FFFD it is sent as. */
export function classOf(codePoint: number): number {
  const known = classes[codePoint] ?? 0;
  if (known !== 0) return known;
  const found = classify(String.fromCodePoint(codePoint));
  classes[codePoint] = found;
  return found;
}

// Zero is "not asked yet": pages of it that no text touches cost no memory.
const classes = new Uint16Array(0x11_0000);

function classify(character: string): number {
  if (isNewerThanTiktoken(character.codePointAt(0) ?? 0)) return characterClass.other;
  if (character === '\r' || character === '\n') return characterClass.lineBreak;
  if (character === '/') return characterClass.other | characterClass.slash;
  const found = properties.find(([, pattern]) => pattern.test(character));
  return found === undefined ? characterClass.other : found[0];
}

const properties: readonly (readonly [bits: number, pattern: RegExp])[] = [
  [characterClass.space, /\p{White_Space}/u],
  [characterClass.small, /\p{Ll}/u],
  [characterClass.capital, /[\p{Lu}\p{Lt}]/u],
  [characterClass.shared, /[\p{Lm}\p{Lo}]/u],
  [characterClass.mark, /\p{M}/u],
  [characterClass.number, /\p{N}/u],
];
