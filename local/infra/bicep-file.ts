import type { Node } from 'web-tree-sitter';

/** What one file of Bicep declares. Positions are kept as nodes of its syntax tree. */
export type BicepFile = {
  /** From the root of the templates, such as `modules/storage.bicep`. */
  readonly path: string;
  readonly root: Node;
  readonly parameters: readonly Parameter[];
  readonly variables: readonly Declared[];
  readonly outputs: readonly Output[];
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly types: readonly Declared[];
  /** Names taken from other files, and the files. */
  readonly imports: readonly { readonly names: readonly string[]; readonly from: string }[];
};

/** Something with a name, its value, and the texts of the decorators before it by their names. */
export type Declared = {
  readonly name: string;
  readonly node: Node;
  readonly value: Node | undefined;
  readonly decorators: ReadonlyMap<string, Node>;
};

/** `value` is its default. */
export type Parameter = Declared & { readonly type: string };

/** What a file gives to whoever deploys it. */
export type Output = Declared & { readonly type: string };

/** A resource; one inside another has its whole type, and the api version of the outer one. */
export type Resource = Declared & {
  readonly type: string;
  readonly apiVersion: string;
  readonly isExisting: boolean;
  /** The symbol of the resource around it. */
  readonly outer: string | undefined;
};

/** A module; `from` is its file, from the root of the templates. */
export type Module = Declared & { readonly from: string };

/** The parts of a node that mean something: not its comments. */
export function partsOf(node: Node): Node[] {
  return node.namedChildren.filter(({ type }) => type !== 'comment' && type !== 'diagnostic_comment');
}

/** The text of a string without interpolation. */
export function plainText(node: Node): string {
  return node.namedChildren
    .filter((child) => child.type === 'string_content' || child.type === 'escape_sequence')
    .map((child) => (child.type === 'escape_sequence' ? unescaped(child.text) : child.text))
    .join('');
}

/** What an escape in a string stands for. */
export function unescaped(escape: string): string {
  const [, code] = escape;
  return code === 'n' ? '\n' : code === 't' ? '\t' : code === 'r' ? '\r' : (code ?? '');
}

/** The properties of an object by name, in order. */
export function propertiesOf(object: Node): ReadonlyMap<string, Node> {
  return new Map(
    partsOf(object)
      .filter((child) => child.type === 'object_property')
      .flatMap((property) => {
        const [key, value] = partsOf(property);
        if (key === undefined || value === undefined) return [];
        return [[key.type === 'string' ? plainText(key) : key.text, value] as const];
      }),
  );
}

/** The object a resource or module is made of, without the condition or loop around it. */
export function bodyOf(value: Node | undefined): Node | undefined {
  if (value === undefined || value.type === 'object') return value;
  if (value.type === 'if_statement') return value.namedChildren.find(({ type }) => type === 'object');
  if (value.type === 'for_statement') return bodyOf(value.childForFieldName('body') ?? undefined);
  return undefined;
}
