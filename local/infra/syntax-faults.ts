import type { Node } from 'web-tree-sitter';
import type { Template } from './template.ts';

/** Where a file is no Bicep, as `path:line:column`. */
export function syntaxFaults({ files }: Template): string[] {
  return [...files.values()].flatMap(({ path, root }) =>
    errorsIn(root).map(({ startPosition: { row, column }, isMissing, type }) => {
      const what = isMissing ? `${type} is missing` : 'no Bicep from here';
      return `${path}:${row + 1}:${column + 1}: ${what}`;
    }),
  );
}

function errorsIn(node: Node): Node[] {
  if (!node.hasError) return [];
  if (node.isError || node.isMissing) return [node];
  return node.children.flatMap(errorsIn);
}
