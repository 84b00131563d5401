import { scanJson } from './json-scanner.ts';
import { formatPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';

/** A gateway file's text as a value, with the mistakes of its JSON: where it breaks (line:column), what stands twice. */
export function parseGatewayJson(text: string, source: string): { tree: unknown; mistakes: Mistake[] } {
  // Windows editors begin a file with a byte order mark, which JSON.parse refuses.
  const json = text.replace(/^\uFEFF/, '');
  const { fault, duplicates } = scanJson(json);
  const mistakes = duplicates.map(({ path, offset }) => ({
    path: formatPath(path),
    message: `expected each member once, but it stands again at ${lineAndColumn(json, offset)}`,
  }));
  if (fault === undefined) return { tree: JSON.parse(json), mistakes };
  const where = lineAndColumn(json, fault.offset);
  return {
    tree: undefined,
    mistakes: [...mistakes, { path: `${source}:${where}`, message: `expected ${fault.expected}` }],
  };
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
