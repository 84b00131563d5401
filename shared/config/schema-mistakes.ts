import type * as z from 'zod';
import { formatPath, valueAt, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { seenValue } from './seen-value.ts';

type Issue = z.core.$ZodIssue;

/**
 * A schema's issues as mistakes. `written` is the document as its author wrote it: the value seen is taken from there,
 * so that what an app setting put into it is never repeated.
 */
export function schemaMistakes(issues: readonly Issue[], written: unknown): Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, [], written));
}

function mistakesOf(issue: Issue, above: MemberPath, written: unknown): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: formatPath([...path, name]),
      message: `unknown member, ${issue.message}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const intended = issue.errors.filter((issues) => issues.every((inner) => isPresent(inner, path, written)));
    const [only] = intended;
    if (only !== undefined && intended.length === 1) return only.flatMap((inner) => mistakesOf(inner, path, written));
    const foreign = foreignMembers(issue.errors);
    if (foreign.length > 0) {
      return foreign.map((name) => ({
        path: formatPath([...path, name]),
        message: `unknown member, ${expected(issue)}`,
      }));
    }
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({ path: formatPath(path), message: expected(inner) }));
  }
  return [{ path: formatPath(path), message: expected(issue), seen: seenValue(path, valueAt(written, path)) }];
}

/** Members that none of the forms has. */
function foreignMembers(forms: readonly (readonly Issue[])[]): string[] {
  const [first = [], ...others] = forms.map((issues) =>
    issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [])),
  );
  return first.filter((name) => others.every((names) => names.includes(name)));
}

// Of the forms a member can take, the one meant is the one whose members are all there and of which none is foreign.
function isPresent(issue: Issue, above: MemberPath, written: unknown): boolean {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_value') return false;
  return path.length > above.length && valueAt(written, path) !== undefined;
}

function expected(issue: Issue): string {
  if (issue.message.startsWith('expected ')) return issue.message;
  if (issue.code === 'invalid_type') return `expected ${typeNames[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small') return `expected ${sized(issue.origin, 'at least', Number(issue.minimum))}`;
  if (issue.code === 'too_big') return `expected ${sized(issue.origin, 'at most', Number(issue.maximum))}`;
  return `expected something else (${issue.message})`;
}

function sized(origin: string, bound: string, limit: number): string {
  if (origin === 'string') return `a string of ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `a list of ${bound} ${limit}`;
  return `${origin === 'int' ? 'a whole number' : 'a number'} of ${bound} ${limit}`;
}

const typeNames: { readonly [type: string]: string } = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};
