import { posix } from 'node:path';
import type { Node } from 'web-tree-sitter';
import { bodyOf, partsOf, propertiesOf, type BicepFile, type Module, type Resource } from './bicep-file.ts';
import { asObject, asText, isObject, type BicepObject, type BicepValue } from './bicep-value.ts';
import { evaluate, iterate, type Scope } from './evaluate-expression.ts';
import { runtimeProperties } from './runtime-properties.ts';
import type { Template } from './template.ts';

/** A resource as it would be sent to Azure. */
export type Deployed = {
  readonly path: string;
  readonly type: string;
  readonly name: string;
  readonly body: BicepObject;
};

/** What a deployment would make, and what it would give back. */
export type Deployment = { readonly resources: readonly Deployed[]; readonly outputs: BicepObject };

/**
 * Deploys the template on paper: every parameter, condition and loop is worked out as Azure Resource Manager would, what
 * only Azure knows is made up (`runtimeProperties`). Throws for a parameter that is missing or not one of those allowed.
 */
export function deployTemplate(template: Template, parameters: BicepObject, path = 'main.bicep'): Deployment {
  const file = template.files.get(path);
  if (file === undefined) throw new Error(`There is no ${path}.`);
  const resources: Deployed[] = [];
  const known = new Map<string, BicepValue>();
  const scope: Scope = {
    functions: {
      loadTextContent: (name) => template.textOf(posix.join(posix.dirname(path), asText(name, 'loadTextContent'))),
    },
    valueOf: (name) => {
      const before = known.get(name);
      if (before !== undefined) return before;
      const value = valueOf(name);
      known.set(name, value);
      return value;
    },
  };
  const valueOf = (name: string): BicepValue => {
    const parameter = file.parameters.find((item) => item.name === name);
    if (parameter !== undefined) return given(file, parameter, parameters, scope);
    const variable = file.variables.find((item) => item.name === name);
    if (variable?.value !== undefined) return evaluate(variable.value, scope);
    const module = file.modules.find((item) => item.name === name);
    if (module !== undefined) {
      return each(module.value, scope, (body, inner) => deployModule(template, module, body, inner, resources));
    }
    const resource = file.resources.find((item) => item.name === name);
    if (resource === undefined) throw new Error(`${path}: ${name} is not declared`);
    return each(resource.value, scope, (body, inner) => {
      const made = makeResource(file, resource, body, inner);
      if (!resource.isExisting) resources.push(made.deployed);
      return made.value;
    });
  };
  for (const { name } of [...file.resources, ...file.modules]) scope.valueOf(name);
  return {
    resources,
    outputs: Object.fromEntries(
      file.outputs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, evaluate(value, scope)] as const])),
    ),
  };
}

/** One value for each time a declaration is made: none for a condition that does not hold, a list for a loop. */
function each(node: Node | undefined, scope: Scope, make: (body: Node, scope: Scope) => BicepValue): BicepValue {
  if (node === undefined) return null;
  if (node.type === 'for_statement') return iterate(node, scope, (body, inner) => each(body, inner, make));
  const condition = node.type === 'if_statement' ? partsOf(node)[0] : undefined;
  const body = bodyOf(node);
  if (body === undefined || (condition !== undefined && evaluate(condition, scope) !== true)) return null;
  return make(body, scope);
}

function given(
  file: BicepFile,
  { name, value, type, decorators }: BicepFile['parameters'][number],
  from: BicepObject,
  scope: Scope,
): BicepValue {
  const found = from[name] ?? (value === undefined ? undefined : evaluate(value, scope));
  if (found === undefined) throw new Error(`${file.path}: the parameter ${name} is missing`);
  const [allowed] = decorators.get('allowed')?.namedChildren ?? [];
  const choices = allowed === undefined ? undefined : evaluate(allowed, scope);
  if (Array.isArray(choices) && !choices.includes(found)) {
    throw new Error(`${file.path}: ${name} is ${JSON.stringify(found)}, not one of ${JSON.stringify(choices)}`);
  }
  const fits: Readonly<Record<string, boolean>> = {
    string: typeof found === 'string',
    int: typeof found === 'number',
    bool: typeof found === 'boolean',
    object: isObject(found),
    array: Array.isArray(found),
  };
  if (fits[type] === false) throw new Error(`${file.path}: ${name} is ${JSON.stringify(found)}, not of type ${type}`);
  return found;
}

function deployModule(template: Template, module: Module, body: Node, scope: Scope, into: Deployed[]): BicepValue {
  const params = propertiesOf(body).get('params');
  const values = params === undefined ? {} : asObject(evaluate(params, scope), module.name);
  const { resources, outputs } = deployTemplate(template, values, module.from);
  into.push(...resources);
  return { outputs };
}

function makeResource(
  file: BicepFile,
  resource: Resource,
  body: Node,
  scope: Scope,
): { deployed: Deployed; value: BicepValue } {
  const { type, outer } = resource;
  const sent = asObject(withoutDependencies(evaluate(body, scope)), resource.name);
  const parent = outer === undefined ? sent['parent'] : scope.valueOf(outer);
  const ownName = asText(sent['name'], resource.name);
  const name = isObject(parent) ? `${asText(parent['path'], ownName)}/${ownName}` : ownName;
  const properties = isObject(sent['properties']) ? sent['properties'] : {};
  return {
    deployed: { path: file.path, type, name, body: withIds(sent) },
    value: {
      ...sent,
      path: name,
      id: idOf(type, name),
      properties: { ...properties, ...runtimeProperties(type, ownName, sent) },
      // The characters of a real key that an address cannot hold as they are.
      listKeys: () => ({ primaryKey: 'made/up+key=' }),
    },
  };
}

/** The types and the names of a resource and of those around it, by turns. */
function idOf(type: string, name: string): string {
  const [provider = '', ...types] = type.split('/');
  const names = name.split('/');
  return `/providers/${provider}/${types.map((kind, at) => `${kind}/${names[at] ?? ''}`).join('/')}`;
}

/** Resources that a resource is given, its scope and its parent, are sent as their ids. */
function withIds(sent: BicepObject): BicepObject {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const isReference = name === 'scope' || name === 'parent';
      return [name, isReference && isObject(value) ? (value['id'] ?? null) : value] as const;
    }),
  );
}

function withoutDependencies(value: BicepValue): BicepValue {
  if (!isObject(value)) return value;
  const { dependsOn: _, ...rest } = value;
  return rest;
}
