import type { BicepFile } from './bicep-file.ts';
import { boundNames, referencesIn } from './references.ts';
import type { Template } from './template.ts';

/** Parameters, variables, types and imports that nothing uses, names that nothing declares, and names for two things. */
export function nameFaults({ files }: Template): string[] {
  return [...files.values()].flatMap((file) => [...unusedNames(file), ...unknownNames(file), ...sharedNames(file)]);
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

/** Bicep would let resources inside others share a name; the reader, and the deployment on paper, would not know which. */
function sharedNames(file: BicepFile): string[] {
  const names = [file.parameters, file.variables, file.resources, file.modules].flat().map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  return twice.map((name) => `${file.path}: ${name} is declared twice`);
}
