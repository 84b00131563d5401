import { posix } from 'node:path';
import type { Node } from 'web-tree-sitter';
import { bodyOf, partsOf, plainText, type BicepFile, type Declared, type Resource } from './bicep-file.ts';

/** What a file declares, from its syntax tree. Types of resources inside others are completed. */
export function readBicepFile(path: string, root: Node): BicepFile {
  const parts = partsOf(root);
  const all = parts.map((node, at) => declared(node, parts[at - 1]));
  const of = (type: string) => all.filter(({ node }) => node.type === type);
  const fileOf = (node: Node) => {
    const string = node.namedChildren.find((child) => child.type === 'string');
    return posix.join(posix.dirname(path), string === undefined ? '' : plainText(string));
  };
  return {
    path,
    root,
    parameters: of('parameter_declaration').map((item) => ({ ...item, type: typeOf(item.node) })),
    variables: of('variable_declaration'),
    outputs: of('output_declaration').map((item) => ({ ...item, type: typeOf(item.node) })),
    resources: of('resource_declaration').flatMap((item) => resourcesOf(item, undefined)),
    modules: of('module_declaration').map((item) => ({ ...item, from: fileOf(item.node) })),
    types: of('type_declaration'),
    imports: of('import_functionality').map(({ node }) => ({
      names: node.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text),
      from: fileOf(node),
    })),
  };
}

function declared(node: Node, before: Node | undefined): Declared {
  const name = node.namedChildren.find(({ type }) => type === 'identifier')?.text ?? '';
  const last = partsOf(node).at(-1);
  const hasValue = node.children.some(({ type }) => type === '=');
  const decorators = before?.type === 'decorators' ? before.namedChildren : [];
  return {
    name,
    node,
    value: hasValue ? last : undefined,
    decorators: new Map(
      decorators.flatMap((decorator) => {
        const call = decorator.namedChildren[0];
        const called = call?.childForFieldName('function')?.text;
        const given = call?.childForFieldName('arguments');
        return called === undefined || given === null || given === undefined ? [] : [[called, given] as const];
      }),
    ),
  };
}

function typeOf(node: Node): string {
  return node.namedChildren.find(({ type }) => type === 'type')?.text ?? '';
}

function resourcesOf(item: Declared, outer: Resource | undefined): Resource[] {
  const string = item.node.namedChildren.find(({ type }) => type === 'string');
  const [type = '', apiVersion] = (string === undefined ? '' : plainText(string)).split('@');
  const resource: Resource = {
    ...item,
    type: outer === undefined ? type : `${outer.type}/${type}`,
    apiVersion: apiVersion ?? outer?.apiVersion ?? '',
    isExisting: item.node.children.some((child) => child.type === 'existing'),
    outer: outer?.name,
  };
  const inner = (bodyOf(item.value)?.namedChildren ?? [])
    .filter((property) => property.type === 'object_property')
    .flatMap((property) => property.namedChildren)
    .filter((child) => child.type === 'resource_declaration');
  return [resource, ...inner.flatMap((node) => resourcesOf(declared(node, undefined), resource))];
}
