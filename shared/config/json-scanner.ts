import type { MemberPath } from './member-path.ts';

/** What reading a JSON text found beside its value. Offsets count UTF-16 units from the start of the text. */
export type JsonScan = {
  /** The first place where the text is not JSON. */
  readonly fault?: { readonly offset: number; readonly expected: string };
  /** Members that stand a second time in their object: `JSON.parse` would silently keep only the last. */
  readonly duplicates: readonly { readonly path: MemberPath; readonly offset: number }[];
};

/**
 * Walks a JSON text to say what `JSON.parse` does not: which member stands twice, and where exactly a text stops being
 * JSON. (V8's own message quotes the text around the fault, which in a gateway file may be a secret.)
 */
export function scanJson(text: string): JsonScan {
  const duplicates: { path: MemberPath; offset: number }[] = [];
  try {
    const end = skipValue({ text, duplicates }, 0, []);
    if (end < text.length) throw new JsonFault(end, 'nothing after the closing bracket');
    return { duplicates };
  } catch (error) {
    if (error instanceof JsonFault) return { duplicates, fault: { offset: error.offset, expected: error.message } };
    throw error;
  }
}

class JsonFault extends Error {
  readonly offset: number;

  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
  }
}

type Scan = { readonly text: string; readonly duplicates: { path: MemberPath; offset: number }[] };

function skipValue(scan: Scan, from: number, path: MemberPath): number {
  const at = skipSpace(scan, from);
  const first = scan.text[at];
  if (first === '{') return skipObject(scan, at + 1, path);
  if (first === '[') return skipList(scan, at + 1, path);
  return skipSpace(scan, skipPattern(scan, at, scalar, 'a value'));
}

function skipObject(scan: Scan, from: number, path: MemberPath): number {
  const names = new Set<string>();
  let at = skipSpace(scan, from);
  if (scan.text[at] === '}') return skipSpace(scan, at + 1);
  for (;;) {
    const nameEnd = skipPattern(scan, at, string, 'a member name in double quotes');
    const name = String(JSON.parse(scan.text.slice(at, nameEnd)));
    if (names.has(name)) scan.duplicates.push({ path: [...path, name], offset: at });
    names.add(name);
    const colon = skipSpace(scan, nameEnd);
    if (scan.text[colon] !== ':') throw new JsonFault(colon, 'a colon after the member name');
    at = skipValue(scan, colon + 1, [...path, name]);
    if (scan.text[at] === '}') return skipSpace(scan, at + 1);
    if (scan.text[at] !== ',') throw new JsonFault(at, 'a comma or a closing brace');
    at = skipSpace(scan, at + 1);
  }
}

function skipList(scan: Scan, from: number, path: MemberPath): number {
  let at = skipSpace(scan, from);
  if (scan.text[at] === ']') return skipSpace(scan, at + 1);
  for (let index = 0; ; index += 1) {
    at = skipValue(scan, at, [...path, index]);
    if (scan.text[at] === ']') return skipSpace(scan, at + 1);
    if (scan.text[at] !== ',') throw new JsonFault(at, 'a comma or a closing bracket');
    at += 1;
  }
}

function skipSpace(scan: Scan, from: number): number {
  space.lastIndex = from;
  space.test(scan.text);
  return space.lastIndex;
}

function skipPattern(scan: Scan, from: number, pattern: RegExp, expected: string): number {
  pattern.lastIndex = from;
  if (!pattern.test(scan.text)) throw new JsonFault(from, expected);
  return pattern.lastIndex;
}

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar = new RegExp(`${string.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, 'uy');
