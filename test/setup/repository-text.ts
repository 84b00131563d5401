import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, as an absolute path. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The text of one file of the repository, by its path from the root; `undefined` when there is no such file. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(repositoryRoot, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Every file below a folder of the repository, as paths from the root, without what is generated or installed. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder), { withFileTypes: true, recursive: false })
    .flatMap((entry) => {
      const path = relative(repositoryRoot, join(repositoryRoot, folder, entry.name)).replaceAll('\\', '/');
      if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesIn(path);
      return entry.isFile() && !leftOut.has(entry.name) ? [path] : [];
    })
    .toSorted();
}

/** The program text of a TypeScript file without its comments. A `//` inside a string is cut as well. */
export function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/**
 * The rows of the first table under a README heading, as the text of their cells; the head is left out. Throws when
 * the heading or its table is missing.
 */
export function tableUnder(markdown: string, heading: string): string[][] {
  const section = new RegExp(`^#{1,6} ${heading}\\s*$([\\s\\S]*?)(?=^#{1,6} |(?![\\s\\S]))`, 'im').exec(markdown)?.[1];
  if (section === undefined) throw new Error(`README.md has no heading "${heading}"`);
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
  if (rows.length < 3) throw new Error(`README.md has no table under the heading "${heading}"`);
  return rows.slice(2);
}

const leftOut = new Set(['node_modules', 'dist', 'out', 'reports', 'coverage', '.git', '.temp', 'local.settings.json']);
