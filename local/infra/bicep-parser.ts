import { fileURLToPath } from 'node:url';
import { Language, Parser, type Node } from 'web-tree-sitter';

/** A text of Bicep as its syntax tree. What is no Bicep is in the tree as well, as errors. */
export type ParseBicep = (text: string) => Node;

let loading: Promise<ParseBicep> | undefined;

/** The parser of Bicep: its grammar compiled to WebAssembly, loaded once. Syntax only; it knows no types. */
export function loadBicepParser(): Promise<ParseBicep> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ParseBicep> {
  await Parser.init();
  const grammar = fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('The parser of Bicep gave no tree.');
    return tree.rootNode;
  };
}
