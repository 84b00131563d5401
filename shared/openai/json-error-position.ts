/** Where a text stops being JSON. Position counts UTF-16 units from 0, line and column from 1. */
export type JsonErrorPosition = {
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly problem: 'unexpected character' | 'unexpected end';
};

/**
 * Finds the first mistake of a text that `JSON.parse` refused.
 *
 * V8 names a position for some mistakes only, and for the others quotes the text itself, which must not reach a log or
 * an answer. Reads the text once, without recursion, so that depth is no danger.
 */
export function findJsonError(text: string): JsonErrorPosition {
  const position = firstMistake(text);
  const before = text.slice(0, position);
  return {
    position,
    line: before.split('\n').length,
    column: position - before.lastIndexOf('\n'),
    problem: position >= text.length ? 'unexpected end' : 'unexpected character',
  };
}

type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close';

const space = /[\t\n\r ]*/y;
const scalar =
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function firstMistake(text: string): number {
  const open: ('[' | '{')[] = [];
  let expect: Expectation = 'value';
  let at = skip(space, text, 0);
  while (at < text.length) {
    const sign = text[at];
    const inside = open.at(-1);
    if (expect === 'colon') {
      if (sign !== ':') return at;
      expect = 'value';
      at += 1;
    } else if (expect === 'comma or close') {
      if (inside === undefined) return at;
      if (sign === ',') expect = inside === '[' ? 'value' : 'key';
      else if (sign === closing[inside]) open.pop();
      else return at;
      at += 1;
    } else if ((sign === ']' && expect === 'value or ]') || (sign === '}' && expect === 'key or }')) {
      open.pop();
      expect = 'comma or close';
      at += 1;
    } else if ((sign === '[' || sign === '{') && !expect.startsWith('key')) {
      open.push(sign);
      expect = sign === '[' ? 'value or ]' : 'key or }';
      at += 1;
    } else {
      if (expect.startsWith('key') && sign !== '"') return at;
      const end = skip(scalar, text, at);
      if (end === at) return mistakeWithin(text, at);
      expect = expect.startsWith('key') ? 'colon' : 'comma or close';
      at = end;
    }
    at = skip(space, text, at);
  }
  return text.length;
}

const closing = { '[': ']', '{': '}' } as const;
const soundStringStart = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;

// A string that breaks off is wrong where its sound part ends; any other token where it begins.
function mistakeWithin(text: string, at: number): number {
  return text[at] === '"' ? skip(soundStringStart, text, at) : at;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
