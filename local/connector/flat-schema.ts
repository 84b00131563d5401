import type { SchemaNode } from './schema-node.ts';
import type { SwaggerType } from './view.ts';

/** What several alternatives have in common, in one type: all that a designer of workflows shows. */
export type FlatSchema = {
  readonly type: SwaggerType;
  readonly isNullable: boolean;
  readonly description: string | undefined;
  /** The values it may have, where every alternative names its own. */
  readonly enum: readonly unknown[] | undefined;
  /** Bounds and lengths, where there is one alternative. */
  readonly bounds: { readonly [name: string]: unknown };
  /** Of objects, what any of them has: the alternatives of each member. */
  readonly properties: ReadonlyMap<string, readonly SchemaNode[]>;
  /** Members that every one of them has. */
  readonly required: readonly string[];
  /** Of arrays, the alternatives of an entry. */
  readonly items: readonly SchemaNode[];
};

/**
 * Brings alternatives into one type, `as` where they have several: OpenAPI 2.0 knows neither `anyOf` nor `null`. Throws
 * where that would need a choice that nobody made; `where` says at which member.
 */
export function flatSchema(nodes: readonly SchemaNode[], as: SwaggerType | undefined, where: string): FlatSchema {
  const all = nodes.flatMap(alternativesOf);
  const live = all.filter((node) => node.type !== 'null');
  const types = new Set(live.map(({ type }) => swaggerType(type) ?? as));
  const type = as ?? (types.has('number') && types.has('integer') ? 'number' : [...types][0]);
  if (type === undefined || (as === undefined && [...types].some((other) => other !== type && other !== 'integer'))) {
    throw new Error(`${where}: say which type it is shown as; it takes ${[...types].join(', ') || 'anything'}.`);
  }
  const chosen = live.filter((node) => (swaggerType(node.type) ?? type) === type);
  const [only] = chosen;
  const values = chosen.map(valuesOf);
  return {
    type,
    isNullable: live.length < all.length,
    description: nodes.length === 1 ? (nodes[0]?.description ?? only?.description) : only?.description,
    enum: values.every((each) => each !== undefined) && values.length > 0 ? [...new Set(values.flat())] : undefined,
    bounds: chosen.length === 1 && only !== undefined ? boundsOf(only) : {},
    properties: propertiesOf(chosen),
    required: chosen.reduce<readonly string[]>(
      (common, { required = [] }) => common.filter((name) => required.includes(name)),
      only?.required ?? [],
    ),
    items: chosen.flatMap(({ items }) => (items === undefined ? [] : [items])),
  };
}

function alternativesOf(node: SchemaNode): SchemaNode[] {
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) {
    return branches.flatMap(alternativesOf);
  }
  return Array.isArray(node.type) ? node.type.map((type) => ({ ...node, type })) : [node];
}

function swaggerType(type: SchemaNode['type']): SwaggerType | undefined {
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'array':
    case 'object':
      return type;
    default:
      return undefined;
  }
}

function valuesOf(node: SchemaNode): readonly unknown[] | undefined {
  return node.enum ?? ('const' in node ? [node['const']] : undefined);
}

const boundNames = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'];

function boundsOf(node: SchemaNode): FlatSchema['bounds'] {
  return Object.fromEntries(
    boundNames.flatMap((name) => {
      const bound = node[name];
      // The bounds of safe integers are zod's, and say nothing to whoever builds a workflow.
      return bound === undefined || Math.abs(Number(bound)) === Number.MAX_SAFE_INTEGER ? [] : [[name, bound]];
    }),
  );
}

function propertiesOf(nodes: readonly SchemaNode[]): FlatSchema['properties'] {
  const properties = new Map<string, SchemaNode[]>();
  for (const { properties: own = {} } of nodes) {
    for (const [name, node] of Object.entries(own)) {
      properties.set(name, [...(properties.get(name) ?? []), node]);
    }
  }
  return properties;
}
