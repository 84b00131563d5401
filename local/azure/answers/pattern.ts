import type { Random } from './seed.ts';

/**
 * A string that a regular expression matches, as JSON Schema's `pattern` uses them: literals, classes, groups,
 * alternatives, quantifiers, anchors. Look-around and back-references are not understood and stand for nothing.
 */
export function stringMatching(pattern: string, random: Random): string {
  return createReader(pattern, random).alternatives();
}

function createReader(pattern: string, random: Random) {
  let at = 0;

  function alternatives(): string {
    const branches = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      branches.push(sequence());
    }
    return branches[Math.floor(random() * branches.length)] ?? '';
  }

  function sequence(): string {
    let text = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const start = at;
      const once = atom();
      const end = at;
      const repeats = quantifier();
      text += once.repeat(Math.min(1, repeats));
      // Each repeat reads the atom anew, so that its characters differ.
      for (let repeat = 1; repeat < repeats; repeat += 1) {
        const after = at;
        at = start;
        text += atom();
        at = repeat + 1 === repeats ? Math.max(after, end) : after;
      }
    }
    return text;
  }

  function atom(): string {
    const character = pattern[at] ?? '';
    at += 1;
    switch (character) {
      case '^':
      case '$':
        return '';
      case '.':
        return oneOf(wordCharacters);
      case '(': {
        const isLookaround = /^\?(?:[=!]|<[=!])/.test(pattern.slice(at));
        at += /^\?(?::|[=!]|<[=!]|<\w+>)/.exec(pattern.slice(at))?.[0].length ?? 0;
        const inner = alternatives();
        at += 1;
        return isLookaround ? '' : inner;
      }
      case '[':
        return oneOf(characterClass());
      case '\\':
        return oneOf(escaped());
      default:
        return character;
    }
  }

  /** How often the atom before is to stand: the least allowed, or a little more where that is allowed. */
  function quantifier(): number {
    const [whole = '', sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at)) ?? [];
    at += whole.length;
    if (whole === '') return 1;
    if (sign !== undefined) return sign === '?' ? Math.round(random()) : 1 + Math.floor(random() * 4);
    const from = Number(least);
    const to = comma === '' ? from : most === '' ? from + 3 : Number(most);
    return from + Math.floor(random() * (Math.min(to, from + 3) - from + 1));
  }

  function characterClass(): string {
    const isNegated = pattern[at] === '^';
    if (isNegated) at += 1;
    let members = '';
    while (at < pattern.length && pattern[at] !== ']') {
      const character = pattern[at] ?? '';
      at += 1;
      const first = character === '\\' ? escaped() : character;
      if (pattern[at] === '-' && pattern[at + 1] !== ']' && first.length === 1) {
        at += 1;
        const next = pattern[at] ?? '';
        at += 1;
        const last = next === '\\' ? escaped() : next;
        for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1)
          members += String.fromCharCode(code);
      } else members += first;
    }
    at += 1;
    return isNegated ? printable.replaceAll(/./g, (each) => (members.includes(each) ? '' : each)) : members;
  }

  /** The characters that the escape under the cursor stands for. */
  function escaped(): string {
    const character = pattern[at] ?? '';
    at += 1;
    switch (character) {
      case 'd':
        return '0123456789';
      case 'w':
        return wordCharacters;
      case 's':
        return ' ';
      case 'D':
      case 'S':
        return letters;
      case 'W':
        return '-';
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'b':
      case 'B':
        return '';
      case 'u': {
        const code = Number.parseInt(pattern.slice(at, at + 4), 16);
        at += 4;
        return String.fromCharCode(code);
      }
      default:
        return character;
    }
  }

  function oneOf(characters: string): string {
    return characters[Math.floor(random() * characters.length)] ?? '';
  }

  return { alternatives };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const wordCharacters = `${letters}0123456789`;
const printable = ` ${letters}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:;!?+*/()@#%&=`;
