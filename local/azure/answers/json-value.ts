import { z } from 'zod';
import { stringFor } from './json-string.ts';
import type { Random } from './seed.ts';

const listSchema = z.array(z.unknown());
const objectSchema = z.record(z.string(), z.unknown());
const numberSchema = z.number();

type Schema = Readonly<Record<string, unknown>>;

/**
 * A value that is valid by a JSON Schema, made from the seed and from words of the prompt.
 *
 * Takes the keywords that tools and structured outputs use: `type`, `properties`, `required`, `items`, `prefixItems`,
 * `enum`, `const`, `anyOf`, `oneOf`, `allOf`, `$ref` inside the document, bounds of numbers, lengths, `format`, `pattern`.
 * Recursion ends at the first place where a property is optional, a list may be empty or a value may be null.
 */
export function jsonValueFor(schema: unknown, words: readonly string[], random: Random): unknown {
  const root = objectSchema.safeParse(schema).data ?? {};
  return build(root, { root, words, random, depth: 0 });
}

type Context = {
  readonly root: Schema;
  readonly words: readonly string[];
  readonly random: Random;
  readonly depth: number;
  readonly name?: string;
};

const deepest = 5;

function build(given: Schema, context: Context): unknown {
  const schema = resolve(given, context);
  if ('const' in schema) return schema['const'];
  const choices = listSchema.safeParse(schema['enum']).data;
  if (choices !== undefined && choices.length > 0) return choices[Math.floor(context.random() * choices.length)];
  switch (typeOf(schema, context)) {
    case 'object':
      return objectFor(schema, context);
    case 'array':
      return arrayFor(schema, context);
    case 'integer':
    case 'number':
      return numberFor(schema, context);
    case 'boolean':
      return context.random() < 0.5;
    case 'null':
      return null;
    default:
      return stringFor(schema, context.words, context.random, context.name);
  }
}

/** Follows references, merges `allOf`, and takes one branch of `anyOf` or `oneOf`: the last when it is getting deep. */
function resolve(given: Schema, context: Context): Schema {
  let schema = given;
  for (let hops = 0; hops < 20; hops += 1) {
    const reference = schema['$ref'];
    const all = listSchema.safeParse(schema['allOf']).data;
    const any = listSchema.safeParse(schema['anyOf']).data ?? listSchema.safeParse(schema['oneOf']).data;
    if (typeof reference === 'string') schema = merge(without(schema, '$ref'), referenced(reference, context.root));
    else if (all !== undefined) schema = all.map(toSchema).reduce(merge, without(schema, 'allOf'));
    else if (any !== undefined) schema = merge(without(schema, 'anyOf', 'oneOf'), toSchema(branchOf(any, context)));
    else return schema;
  }
  return schema;
}

function branchOf(branches: readonly unknown[], { depth, random }: Context): unknown {
  const ending = branches.find((branch) => toSchema(branch)['type'] === 'null');
  if (depth >= deepest && ending !== undefined) return ending;
  const valued = branches.filter((branch) => toSchema(branch)['type'] !== 'null');
  return valued[depth >= deepest ? valued.length - 1 : Math.floor(random() * valued.length)] ?? ending;
}

function referenced(reference: string, root: Schema): Schema {
  let at: unknown = root;
  for (const step of reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')) {
    at = toSchema(at)[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return toSchema(at);
}

function merge(a: Schema, b: Schema): Schema {
  const properties = { ...toSchema(a['properties']), ...toSchema(b['properties']) };
  const required = [...toList(a['required']), ...toList(b['required'])];
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function without(schema: Schema, ...names: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

function typeOf(schema: Schema, { depth }: Context): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  const types = toList(type).filter((each) => typeof each === 'string');
  if (depth >= deepest && types.includes('null')) return 'null';
  const valued = types.find((each) => each !== 'null') ?? types[0];
  if (valued !== undefined) return valued;
  if ('properties' in schema || 'required' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  return 'minimum' in schema || 'maximum' in schema ? 'number' : 'string';
}

function objectFor(schema: Schema, context: Context): Record<string, unknown> {
  const required = toList(schema['required']).map(String);
  const properties = toSchema(schema['properties']);
  const wanted = context.depth >= deepest ? required : [...new Set([...Object.keys(properties), ...required])];
  const value: Record<string, unknown> = {};
  for (const name of wanted) {
    const property = properties[name];
    if (property === false) continue;
    value[name] = build(toSchema(property), { ...context, depth: context.depth + 1, name });
  }
  const fewest = toNumber(schema['minProperties']) ?? 0;
  for (let extra = 1; Object.keys(value).length < fewest; extra += 1) {
    value[`key${extra}`] = build(toSchema(schema['additionalProperties']), { ...context, depth: context.depth + 1 });
  }
  return value;
}

function arrayFor(schema: Schema, context: Context): unknown[] {
  const inside = { ...context, depth: context.depth + 1 };
  const first = toList(schema['prefixItems']).map((item) => build(toSchema(item), inside));
  const fewest = toNumber(schema['minItems']) ?? 0;
  const most = toNumber(schema['maxItems']) ?? Infinity;
  const wanted = Math.min(most, Math.max(fewest, first.length > 0 || context.depth >= deepest ? first.length : 2));
  const items: unknown[] = first.slice(0, wanted);
  for (let tries = 0; items.length < wanted && tries < 50 * wanted; tries += 1) {
    const item = build(toSchema(schema['items']), inside);
    const isTwin =
      schema['uniqueItems'] === true && items.some((known) => JSON.stringify(known) === JSON.stringify(item));
    if (!isTwin) items.push(item);
  }
  return items;
}

function numberFor(schema: Schema, { random }: Context): number {
  const isInteger = schema['type'] === 'integer' || toList(schema['type']).includes('integer');
  const step = toNumber(schema['multipleOf']) ?? (isInteger ? 1 : 0.5);
  const above = toNumber(schema['exclusiveMinimum']);
  const below = toNumber(schema['exclusiveMaximum']);
  const least = Math.max(toNumber(schema['minimum']) ?? -Infinity, above ?? -Infinity);
  const most = Math.min(toNumber(schema['maximum']) ?? Infinity, below ?? Infinity);
  const from = Number.isFinite(least) ? least : Number.isFinite(most) ? most - 100 * step : 1;
  const to = Number.isFinite(most) ? most : from + 100 * step;
  const first = Math.ceil(from / step) + (above !== undefined && Math.ceil(from / step) * step <= above ? 1 : 0);
  const last = Math.floor(to / step) - (below !== undefined && Math.floor(to / step) * step >= below ? 1 : 0);
  // Between tight bounds there may be no multiple of a step that was only a habit.
  if (last < first) return (from + to) / 2;
  return (first + Math.floor(random() * (Math.min(last, first + 100) - first + 1))) * step;
}

function toSchema(value: unknown): Schema {
  return objectSchema.safeParse(value).data ?? {};
}

function toList(value: unknown): unknown[] {
  return listSchema.safeParse(value).data ?? [];
}

function toNumber(value: unknown): number | undefined {
  return numberSchema.safeParse(value).data;
}
