import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BicepFile } from './bicep-file.ts';
import { loadBicepParser } from './bicep-parser.ts';
import { readBicepFile } from './read-bicep-file.ts';

/** All files of Bicep by their paths from `infra/`, and what else a file may load. */
export type Template = {
  readonly files: ReadonlyMap<string, BicepFile>;
  /** The text of a file that is loaded, by its path from `infra/`; throws for one that is not there. */
  readonly textOf: (path: string) => string;
};

/** The folder of the templates. */
export const infraFolder = fileURLToPath(new URL('../../infra/', import.meta.url));

/** The templates as they are on disk; `changes` stand in for the texts of files, by path. */
export async function readTemplate(changes: Readonly<Record<string, string>> = {}): Promise<Template> {
  const parse = await loadBicepParser();
  const textOf = (path: string) => changes[path] ?? readFileSync(join(infraFolder, path), 'utf8');
  const paths = ['main.bicep', ...globSync('modules/*.bicep', { cwd: infraFolder })].map((path) =>
    path.replaceAll('\\', '/'),
  );
  return { textOf, files: new Map(paths.map((path) => [path, readBicepFile(path, parse(textOf(path)))])) };
}
