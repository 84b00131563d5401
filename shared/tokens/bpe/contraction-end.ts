/**
 * Where an English contraction (`'s`, `'t`, `'re`, `'ve`, `'m`, `'ll`, `'d`, in capitals too) that begins at `at` ends;
 * `at` itself when there is none. The long s (U+017F) is a small letter of S, so `'ſ` is one as well.
 */
export function contractionEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x27) return at;
  const first = text.charAt(at + 1);
  if (/^[sStTmMdD\u{17f}]$/u.test(first)) return at + 2;
  return /^(re|ve|ll)$/i.test(text.slice(at + 1, at + 3)) ? at + 3 : at;
}
