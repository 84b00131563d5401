import type { Node } from 'web-tree-sitter';
import { partsOf, unescaped } from './bicep-file.ts';
import { bicepFunctions } from './bicep-functions.ts';
import { asArray, asNumber, asText, isArray, isObject, type BicepFunction, type BicepValue } from './bicep-value.ts';

/** What names stand for, and the functions that go by the file they are called in. */
export type Scope = {
  /** The value of a name; throws for one that is not known. */
  readonly valueOf: (name: string) => BicepValue;
  readonly functions: Readonly<Record<string, BicepFunction>>;
  /** Lambdas, by the ids of their nodes, that are being called just now. */
  readonly called?: ReadonlySet<number>;
};

/**
 * The value of an expression of Bicep: as much of the language as the templates use, and an error for the rest, so that
 * nothing is passed over. A conditional's other side is not looked at, as in Azure.
 */
export function evaluate(node: Node, scope: Scope): BicepValue {
  const evaluated = evaluators[node.type];
  if (evaluated === undefined) throw new SyntaxError(`${place(node)}: no notion of ${node.type}: ${node.text}`);
  const lambda = leadingLambda(node);
  return lambda === undefined || scope.called?.has(lambda.id) === true
    ? evaluated(node, scope)
    : functionOf(lambda, scope, node);
}

/** A scope with more names in it. */
export function withNames(scope: Scope, names: Readonly<Record<string, BicepValue>>): Scope {
  return { ...scope, valueOf: (name) => names[name] ?? (name in names ? null : scope.valueOf(name)) };
}

/** Each item of a loop with its body and the names it has there. */
export function iterate<Result>(loop: Node, scope: Scope, each: (body: Node, scope: Scope) => Result): Result[] {
  const body = child(loop, 'body');
  const named = partsOf(loop).filter(({ id }) => id !== body.id);
  const list = named.at(-1);
  if (list === undefined) throw new SyntaxError(`${place(loop)}: a loop over nothing`);
  const [item = '', index = ''] = named
    .slice(0, -1)
    .flatMap(({ type, text, namedChildren }) =>
      type === 'for_loop_parameters' ? namedChildren.map((name) => name.text) : [text],
    );
  return asArray(evaluate(list, scope), place(list)).map((value, at) =>
    each(body, withNames(scope, { [item]: value, [index]: at })),
  );
}

const evaluators: Readonly<Record<string, (node: Node, scope: Scope) => BicepValue>> = {
  number: ({ text }) => Number(text),
  boolean: ({ text }) => text === 'true',
  null: () => null,
  string: (node, scope) => interpolated(node, scope),
  identifier: ({ text }, { valueOf }) => valueOf(text),
  array: (node, scope) => partsOf(node).map((item) => evaluate(item, scope)),
  object: (node, scope) =>
    Object.fromEntries(
      partsOf(node).flatMap((property) => {
        const [key, value] = partsOf(property);
        // A resource inside another has a single part, and is made by itself.
        if (key === undefined || value === undefined) return [];
        return [[key.type === 'string' ? interpolated(key, scope) : key.text, evaluate(value, scope)] as const];
      }),
    ),
  parenthesized_expression: (node, scope) => evaluate(only(node), scope),
  for_statement: (node, scope) => iterate(node, scope, evaluate),
  ternary_expression: (node, scope) =>
    evaluate(child(node, evaluate(child(node, 'condition'), scope) === true ? 'consequence' : 'alternative'), scope),
  unary_expression: (node, scope) => {
    const value = evaluate(child(node, 'argument'), scope);
    return child(node, 'operator').text === '!' ? value !== true : -asNumber(value, place(node));
  },
  binary_expression: binary,
  member_expression: (node, scope) => {
    const isSafe = node.children.some(({ type }) => type === '.?');
    return member(evaluate(child(node, 'object'), scope), child(node, 'property').text, isSafe, node);
  },
  resource_expression: (node, scope) => scope.valueOf(child(node, 'resource').text),
  subscript_expression: (node, scope) => {
    const index = evaluate(child(node, 'index'), scope);
    const object = evaluate(child(node, 'object'), scope);
    if (isArray(object)) return object[asNumber(index, place(node))] ?? null;
    return member(object, asText(index, place(node)), false, node);
  },
  lambda_expression: (node, scope) => evaluate(bodyOfLambda(node), scope),
  call_expression: (node, scope) => {
    const called = child(node, 'function');
    const given = partsOf(child(node, 'arguments')).map((argument) => evaluate(argument, scope));
    if (called.type !== 'identifier') {
      const method = evaluate(called, scope);
      if (typeof method === 'function') return method(...given);
    }
    const known = scope.functions[called.text] ?? bicepFunctions[called.text];
    if (known === undefined) throw new SyntaxError(`${place(node)}: no notion of the function ${called.text}`);
    return known(...given);
  },
};

/**
 * The lambda that an expression is, or begins with. The grammar reads `item => item.name` as `(item => item).name`: what
 * comes after a lambda belongs to its body.
 */
function leadingLambda(node: Node): Node | undefined {
  if (node.type === 'lambda_expression') return node;
  const field = leftmost[node.type];
  const first = field === undefined ? null : node.childForFieldName(field);
  return first === null ? undefined : leadingLambda(first);
}

const leftmost: Readonly<Record<string, string>> = {
  member_expression: 'object',
  subscript_expression: 'object',
  binary_expression: 'left',
  ternary_expression: 'condition',
  call_expression: 'function',
};

function functionOf(lambda: Node, scope: Scope, whole: Node): BicepFunction {
  const [given] = partsOf(lambda);
  if (given === undefined) throw new SyntaxError(`${place(lambda)}: a lambda of nothing`);
  const names = given.type === 'identifier' ? [given.text] : partsOf(given).map(({ text }) => text);
  return (...values) => {
    const named = withNames(scope, Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])));
    return evaluate(whole, { ...named, called: new Set([...(scope.called ?? []), lambda.id]) });
  };
}

function bodyOfLambda(lambda: Node): Node {
  const [, body] = partsOf(lambda);
  if (body === undefined) throw new SyntaxError(`${place(lambda)}: a lambda without a body`);
  return body;
}

function binary(node: Node, scope: Scope): BicepValue {
  const operator = child(node, 'operator').text;
  const left = evaluate(child(node, 'left'), scope);
  const right = () => evaluate(child(node, 'right'), scope);
  if (operator === '&&') return left === true && right() === true;
  if (operator === '||') return left === true || right() === true;
  if (operator === '??') return left ?? right();
  if (operator === '==') return left === right();
  if (operator === '!=') return left !== right();
  if (operator === '+') return asNumber(left, place(node)) + asNumber(right(), place(node));
  if (operator === '*') return asNumber(left, place(node)) * asNumber(right(), place(node));
  throw new SyntaxError(`${place(node)}: no notion of ${operator}`);
}

function member(object: BicepValue, name: string, isSafe: boolean, node: Node): BicepValue {
  const value = isObject(object) ? object[name] : undefined;
  if (value === undefined && !isSafe) throw new TypeError(`${place(node)}: ${node.text} is not there`);
  return value ?? null;
}

function interpolated(node: Node, scope: Scope): string {
  return node.namedChildren
    .map((part) => {
      if (part.type === 'escape_sequence') return unescaped(part.text);
      if (part.type !== 'interpolation') return part.text;
      const value = evaluate(only(part), scope);
      return typeof value === 'string' ? value : JSON.stringify(value);
    })
    .join('');
}

function child(node: Node, field: string): Node {
  const found = node.childForFieldName(field);
  if (found === null) throw new SyntaxError(`${place(node)}: ${node.type} without ${field}`);
  return found;
}

function only(node: Node): Node {
  const [inner] = partsOf(node);
  if (inner === undefined) throw new SyntaxError(`${place(node)}: nothing in ${node.type}`);
  return inner;
}

function place({ startPosition: { row, column } }: Node): string {
  return `${row + 1}:${column + 1}`;
}
