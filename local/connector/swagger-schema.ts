import { flatSchema, type FlatSchema } from './flat-schema.ts';
import type { SchemaNode } from './schema-node.ts';
import type { DynamicList, View, Views } from './view.ts';

/** A schema of OpenAPI 2.0 with Power Platform's `x-ms-` members. */
export type SwaggerSchema = { readonly [member: string]: unknown };

/**
 * What a view shows of a schema. Types, values, bounds and what must be there come from the schema; a view of what it
 * does not have, or one that leaves out what a request must have, throws.
 */
export function swaggerSchema(nodes: readonly SchemaNode[], view: View, where: string, isRequest: boolean) {
  const flat = flatSchema(nodes, view.as, where);
  return { ...labels(flat, view, where), ...contents(flat, view, where, isRequest) };
}

/** The same of a value that stands in a path, a query or a header: plain, or an array of plain values. */
export function swaggerParameter(node: SchemaNode, view: View, where: string): SwaggerSchema {
  return swaggerSchema([node], view, where, true);
}

/** What a view shows of an object's members. */
export function swaggerObject(flat: FlatSchema, members: Views, where: string, isRequest: boolean): SwaggerSchema {
  const properties = Object.entries(members).map(([name, view]) => {
    const nodes = flat.properties.get(name);
    if (nodes === undefined) {
      throw new Error(`${where}: there is no member ${name}.`);
    }
    return [name, swaggerSchema(nodes, view, `${where}.${name}`, isRequest)] as const;
  });
  const unseen = flat.required.filter((name) => members[name] === undefined);
  if (isRequest && unseen.length > 0) {
    throw new Error(`${where}: a workflow could not give ${unseen.join(', ')}.`);
  }
  const required = properties
    .map(([name]) => name)
    .filter((name) => flat.required.includes(name) || members[name]?.isRequired === true);
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(properties),
  };
}

function labels(flat: FlatSchema, view: View, where: string): SwaggerSchema {
  const description = view.description ?? flat.description;
  if (description === undefined) {
    throw new Error(`${where}: nothing describes it.`);
  }
  return {
    'x-ms-summary': view.title,
    description,
    'x-ms-visibility': view.visibility,
    ...(flat.isNullable ? { 'x-nullable': true } : {}),
    ...(view.testValue === undefined ? {} : { 'x-ms-test-value': view.testValue }),
    ...(view.from === undefined ? {} : dynamicList(view.from)),
  };
}

function contents(flat: FlatSchema, view: View, where: string, isRequest: boolean): SwaggerSchema {
  switch (flat.type) {
    case 'object':
      return view.members === undefined ? { type: 'object' } : swaggerObject(flat, view.members, where, isRequest);
    case 'array': {
      const items = flatSchema(flat.items, view.members === undefined ? view.itemsAs : 'object', `${where}[]`);
      return {
        type: 'array',
        ...flat.bounds,
        items:
          view.members === undefined
            ? { type: items.type, ...valuesOf(items) }
            : swaggerObject(items, view.members, `${where}[]`, isRequest),
      };
    }
    default:
      return {
        type: flat.type,
        ...flat.bounds,
        ...(view.choices === undefined ? valuesOf(flat) : { enum: view.choices }),
      };
  }
}

function valuesOf(flat: FlatSchema): SwaggerSchema {
  return flat.enum === undefined ? {} : { enum: flat.enum };
}

/** The same list twice: the older designers read the first form, the newer ones the second. */
function dynamicList({ operationId, parameters, collection, value, title }: DynamicList): SwaggerSchema {
  return {
    'x-ms-dynamic-values': {
      operationId,
      parameters,
      'value-collection': collection,
      'value-path': value,
      'value-title': title,
    },
    'x-ms-dynamic-list': {
      operationId,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, given]) => [name, { value: given }])),
      itemsPath: collection,
      itemValuePath: value,
      itemTitlePath: title,
    },
  };
}
