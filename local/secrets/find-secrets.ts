import { createHash } from 'node:crypto';
import { secretPatterns } from './secret-patterns.ts';

/** Something in a text that looks like a secret. It does not hold the secret itself. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  /** The first 16 hexadecimal digits of the secret's SHA-256: enough to allow exactly this one. */
  readonly fingerprint: string;
  /** What it begins with, and its length. */
  readonly shown: string;
};

/**
 * What looks like a secret in a file's text: the known forms, and words in quotes or after `=` or `:` that are too random
 * to be a name. A word counts as random by the bits that each of its characters carries (Shannon): from 3.9 where it has
 * letters of both cases and digits, from 3.3 where it is hexadecimal and at least 32 digits long.
 */
export function findSecrets(path: string, text: string): Finding[] {
  const findings = new Map<string, Finding>();
  const add = (kind: string, secret: string, at: number): void => {
    const fingerprint = createHash('sha256').update(secret).digest('hex').slice(0, 16);
    if (findings.has(fingerprint)) return;
    const line = text.slice(0, at).split('\n').length;
    findings.set(fingerprint, { path, line, kind, fingerprint, shown: `${secret.slice(0, 4)}… (${secret.length})` });
  };
  for (const { kind, pattern } of secretPatterns) {
    for (const found of text.matchAll(pattern)) {
      const secret = found.slice(1).find((group) => group !== undefined) ?? found[0];
      if (!isPlaceholder(secret)) add(kind, secret, found.index);
    }
  }
  for (const found of text.matchAll(wordPattern)) {
    const word = found[1] ?? '';
    if (isRandom(word) && !isPlaceholder(word)) add('random word', word, found.index);
  }
  return [...findings.values()];
}

const wordPattern = /(?<=["'`]|[=:] ?)([A-Za-z0-9+/_-]{24,}={0,2})(?=["'`\s,;)}\]]|$)/gm;

function isRandom(word: string): boolean {
  // Subresource integrity: a lock file has hundreds.
  if (/^sha(256|384|512)-/.test(word)) return false;
  if (/^[0-9a-f]+$/i.test(word)) return word.length >= 32 && bitsPerCharacter(word) >= 3.3;
  const isMixed = /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
  return isMixed && !isName(word) && bitsPerCharacter(word) >= 3.9;
}

/** Made of words, as names in camel case and paths are: their pieces are longer than chance makes them. */
function isName(word: string): boolean {
  const pieces = word.split(/(?=[A-Z])|[-_/+]|\d+/).filter((piece) => piece !== '');
  return pieces.join('').length / pieces.length >= 3.5;
}

function bitsPerCharacter(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / word.length) * Math.log2(count / word.length), 0);
}

/** Made of a few characters over and over, or in the alphabet's order: what tests and examples are written with. */
function isPlaceholder(word: string): boolean {
  return (
    new Set(word.toLowerCase()).size <= 6 || /^[[<{*]|0123456789|abcdefghij|example|placeholder|\.\.\./i.test(word)
  );
}
