import { formatPath, listOf, memberOf, membersOf } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { seenValue } from './seen-value.ts';

/**
 * Callers of a gateway file whom nothing can prove, or whom the same thing proves as another: no key, token or function
 * key at all, tokens without a tenant, one application for two callers. Reads a file that may break its schema elsewhere.
 */
export function identityMistakes(tree: unknown): Mistake[] {
  const callers = membersOf(memberOf(tree, 'callers'));
  const names = callers.map(([name]) => name);
  return [
    ...functionKeyMistakes(memberOf(tree, 'functionKeyCaller'), names),
    ...callers.flatMap(([name, caller]) => unprovenMistakes(tree, name, caller)),
    ...tenantMistakes(tree, callers),
    ...repeatedRules(callers),
  ];
}

function functionKeyMistakes(named: unknown, names: readonly string[]): Mistake[] {
  if (typeof named !== 'string' || names.includes(named)) return [];
  const path = ['functionKeyCaller'];
  return [
    {
      path: formatPath(path),
      message: `expected one of the callers ${names.join(', ')}`,
      seen: seenValue(path, named),
    },
  ];
}

function unprovenMistakes(tree: unknown, name: string, caller: unknown): Mistake[] {
  const isProven =
    memberOf(caller, 'keys') !== undefined ||
    memberOf(caller, 'entra') !== undefined ||
    memberOf(tree, 'functionKeyCaller') === name;
  if (isProven || typeof caller !== 'object' || caller === null) return [];
  return [
    {
      path: formatPath(['callers', name]),
      message: 'expected `keys` or `entra` (or to be the `functionKeyCaller`): nothing proves this caller',
    },
  ];
}

function tenantMistakes(tree: unknown, callers: readonly (readonly [string, unknown])[]): Mistake[] {
  const byToken = callers.filter(([, caller]) => memberOf(caller, 'entra') !== undefined);
  if (memberOf(tree, 'entra') === undefined) {
    return byToken.map(([name]) => ({
      path: formatPath(['callers', name, 'entra']),
      message: 'expected the top-level `entra` beside it, with `tenantId` and `audience`',
    }));
  }
  return byToken.length > 0
    ? []
    : [{ path: 'entra', message: 'expected a caller with `entra` beside it: as it is, every token is refused' }];
}

/** The same rule for two callers would make one of them a matter of order; the same twice for one says nothing. */
function repeatedRules(callers: readonly (readonly [string, unknown])[]): Mistake[] {
  const firsts = new Map<string, string>();
  return callers.flatMap(([caller, value]) =>
    listOf(memberOf(value, 'entra')).flatMap((rule, index) =>
      membersOf(rule).flatMap(([kind, wanted]) => {
        if (typeof wanted !== 'string') return [];
        const path = formatPath(['callers', caller, 'entra', index, kind]);
        const mark = `${kind} ${kind === 'role' ? wanted : wanted.toLowerCase()}`;
        const first = firsts.get(mark);
        if (first === undefined) firsts.set(mark, path);
        return first === undefined ? [] : [{ path, message: `expected ${kind} to prove one caller (also ${first})` }];
      }),
    ),
  );
}
