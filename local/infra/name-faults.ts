import type { BicepFile } from './bicep-file.ts';
import { boundNames, referencesIn } from './references.ts';
import type { Template } from './template.ts';

/** Parameters, variables, types and imports that nothing uses, and names that nothing declares. */
export function nameFaults({ files }: Template): string[] {
  return [...files.values()].flatMap((file) => [...unusedNames(file), ...unknownNames(file)]);
}

function unusedNames(file: BicepFile): string[] {
  const used = new Set(referencesIn(file.root).map(({ text }) => text));
  const isExported = ({ decorators }: { readonly decorators: ReadonlyMap<string, unknown> }) =>
    decorators.has('export');
  const declared = [
    ...file.parameters,
    ...file.variables,
    ...file.types.filter((type) => !isExported(type)),
    ...file.imports.flatMap(({ names }) => names.map((name) => ({ name }))),
  ];
  return declared.filter(({ name }) => !used.has(name)).map(({ name }) => `${file.path}: nothing uses ${name}`);
}

function unknownNames(file: BicepFile): string[] {
  const known = new Set([
    ...[file.parameters, file.variables, file.resources, file.modules, file.types].flat().map(({ name }) => name),
    ...file.imports.flatMap(({ names }) => names),
    ...boundNames(file.root),
  ]);
  const unknown = referencesIn(file.root).filter(({ text }) => !known.has(text));
  return unknown.map(({ text, startPosition }) => `${file.path}:${startPosition.row + 1}: nothing declares ${text}`);
}
