import type * as z from 'zod';

import { GatewayError } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/**
 * Passes a request body that its schema accepts, untouched, and throws `invalid_request` for any other.
 *
 * The error is in OpenAI's manner: `param` and message name the first member at fault and what was expected of it. The
 * message tells the kind of what stood there and not its content, because that may be a prompt: save a word of a few
 * letters where one of a few words is expected.
 */
export function checkBody<Schema extends z.ZodType>(schema: Schema, body: unknown): asserts body is z.output<Schema> {
  // The schema's own output is a copy without order and without `__proto__`; it is only asked whether the body passes.
  const checked = isFirst(schema) ? schema.safeParse(body, { jitless: true }) : schema.safeParse(body);
  if (!checked.success) throw invalidRequest(checked.error.issues, body);
}

/** Whether a schema is asked for the first time: to compile its parser takes longer, and a cold start would wait for it. */
function isFirst(schema: z.ZodType): boolean {
  if (asked.has(schema)) return false;
  asked.add(schema);
  return true;
}

const asked = new WeakSet<z.ZodType>();

function invalidRequest(issues: readonly Issue[], body: unknown): GatewayError {
  const issue = issues[0] === undefined ? undefined : deepest(issues[0]);
  if (issue?.code === 'unrecognized_keys') {
    const param = memberPath([...issue.path, (issue.keys[0] ?? '').slice(0, longestName)]);
    return new GatewayError('invalid_request', `Unknown parameter: '${param}'.`, { param });
  }
  if (issue === undefined || issue.path.length === 0) {
    return new GatewayError('invalid_request', `The request body must be a JSON object, but it is ${kindOf(body)}.`);
  }
  const param = memberPath(issue.path);
  const found = issue.path.reduce(memberOf, body);
  if (found === undefined) {
    return new GatewayError('invalid_request', `Missing required parameter: '${param}'.`, { param });
  }
  return new GatewayError('invalid_request', complaint(issue, param, found), { param });
}

// Of a union, the branch that got furthest is the one the caller meant.
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((branch) => branch[0]).find((first) => first !== undefined && first.path.length > 0);
  return inner === undefined ? issue : deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

function complaint(issue: Issue, param: string, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Invalid type for '${param}': expected ${withArticle(issue.expected)}, but got ${kindOf(found)} instead.`;
    case 'too_small':
      return `Invalid '${param}': expected ${measureOf(issue.origin, 'at least', issue.minimum)}.`;
    case 'too_big':
      return `Invalid '${param}': expected ${measureOf(issue.origin, 'at most', issue.maximum)}.`;
    case 'invalid_value':
      return `Invalid value for '${param}': expected ${issue.message}, but got ${wordOrKind(found)} instead.`;
    // The schemas give every other check the expectation itself as its message.
    default:
      return `Invalid value for '${param}': expected ${issue.message}, but got ${kindOf(found)} instead.`;
  }
}

function measureOf(origin: string, comparison: string, bound: number | bigint): string {
  if (origin !== 'array' && origin !== 'string') return `a number of ${comparison} ${bound}`;
  return `${comparison} ${bound} ${origin === 'array' ? 'element' : 'character'}${Number(bound) === 1 ? '' : 's'}`;
}

function memberPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

const longestName = 64;

/** A misspelt word shows its mistake; a text, a number or a key could be anything. */
function wordOrKind(value: unknown): string {
  return typeof value === 'string' && /^[a-z][a-z/_-]{0,23}$/i.test(value) ? `'${value}'` : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (value === '') return 'an empty string';
  return withArticle(typeof value);
}

function withArticle(kind: string): string {
  if (kind === 'int') return 'an integer';
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
