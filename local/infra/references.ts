import type { Node } from 'web-tree-sitter';

/** The identifiers below a node that stand for a value or a type: no keys, no properties, no names of functions. */
export function referencesIn(node: Node): Node[] {
  return node.descendantsOfType('identifier').filter((identifier) => {
    const { parent } = identifier;
    if (parent === null) return true;
    if (parent.type === 'object_property') return !isSame(parent.namedChildren[0], identifier);
    if (parent.type === 'call_expression') return !isSame(parent.childForFieldName('function'), identifier);
    if (parent.type === 'import_functionality') return false;
    return !declarations.has(parent.type) || !isSame(parent.namedChildren[0], identifier);
  });
}

/** The names that lambdas and loops below a node bring in. */
export function boundNames(node: Node): ReadonlySet<string> {
  const lambdas = node.descendantsOfType('lambda_expression').flatMap((lambda) => {
    const [given] = lambda.namedChildren;
    return given === undefined ? [] : given.type === 'identifier' ? [given] : given.descendantsOfType('identifier');
  });
  const loops = node
    .descendantsOfType('for_statement')
    .flatMap((loop) => [
      loop.childForFieldName('initializer'),
      ...loop.descendantsOfType(['loop_variable', 'loop_enumerator']),
    ])
    .filter((item) => item !== null);
  return new Set([...lambdas, ...loops].map(({ text }) => text));
}

const declarations = new Set([
  'parameter_declaration',
  'variable_declaration',
  'output_declaration',
  'resource_declaration',
  'module_declaration',
  'type_declaration',
  'metadata_declaration',
]);

function isSame(left: Node | null | undefined, right: Node): boolean {
  return left?.id === right.id;
}
