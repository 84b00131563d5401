import { plainText, type BicepFile } from './bicep-file.ts';
import type { Template } from './template.ts';

/** Parameters, outputs and types without a description, descriptions that are no sentence, files that say not what they are. */
export function descriptionFaults({ files }: Template): string[] {
  return [...files.values()].flatMap((file) => [
    ...(hasDescription(file) ? [] : [`${file.path}: no metadata description`]),
    ...[...file.parameters, ...file.outputs, ...file.types].flatMap(({ name, decorators }) => {
      const [text] = decorators.get('description')?.namedChildren ?? [];
      if (text === undefined) return [`${file.path}: ${name} has no description`];
      return /[.:=}…]$|\w$/.test(plainText(text).trim())
        ? []
        : [`${file.path}: the description of ${name} is no sentence`];
    }),
  ]);
}

function hasDescription({ root }: BicepFile): boolean {
  return root.namedChildren.some(
    ({ type, namedChildren }) => type === 'metadata_declaration' && namedChildren[0]?.text === 'description',
  );
}
