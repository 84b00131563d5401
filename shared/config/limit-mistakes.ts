import { formatPath, listOf, memberOf, membersOf, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { defaultDeploymentName } from './name-mistakes.ts';
import { seenValue } from './seen-value.ts';

/**
 * Limits of a gateway file that would never apply, or not as they read: for a model, caller or deployment that there is
 * not, for a model its caller may not use, and budgets nobody could tell apart. Reads a file that may break its schema.
 */
export function limitMistakes(tree: unknown): Mistake[] {
  const callers = membersOf(memberOf(tree, 'callers'));
  const teams = membersOf(memberOf(tree, 'teams'));
  return [
    ...callers.flatMap(([name, caller]) => modelMistakes(tree, name, caller)),
    ...teams.flatMap(([name, team]) =>
      teamMistakes(
        name,
        team,
        callers.map(([caller]) => caller),
      ),
    ),
    ...deploymentMistakes(tree),
    ...callers.flatMap(([name, caller]) => budgetMistakes(['callers', name, 'budgets'], memberOf(caller, 'budgets'))),
    ...teams.flatMap(([name, team]) => budgetMistakes(['teams', name, 'budgets'], memberOf(team, 'budgets'))),
  ];
}

function modelMistakes(tree: unknown, name: string, caller: unknown): Mistake[] {
  const allowed = memberOf(caller, 'models');
  const aliases = membersOf(memberOf(tree, 'models')).map(([alias]) => alias);
  const usable = Array.isArray(allowed) ? aliases.filter((alias) => allowed.includes(alias)) : aliases;
  return membersOf(memberOf(memberOf(caller, 'limits'), 'models')).flatMap(([alias]) =>
    unknownName(alias, usable, 'models it may use,', ['callers', name, 'limits', 'models', alias]),
  );
}

function teamMistakes(name: string, team: unknown, callers: readonly string[]): Mistake[] {
  const members = listOf(memberOf(team, 'callers'));
  return members.flatMap((caller, index) => {
    const path = ['teams', name, 'callers', index];
    if (members.indexOf(caller) < index) return [{ path: formatPath(path), message: 'expected each caller once' }];
    return unknownName(caller, callers, 'callers', path);
  });
}

function deploymentMistakes(tree: unknown): Mistake[] {
  const known = membersOf(memberOf(tree, 'models')).flatMap(([, model]) =>
    listOf(memberOf(model, 'deployments')).map(
      (entry) =>
        memberOf(entry, 'name') ??
        defaultDeploymentName(String(memberOf(entry, 'upstream')), String(memberOf(entry, 'deployment'))),
    ),
  );
  return membersOf(memberOf(memberOf(tree, 'limits'), 'deployments')).flatMap(([name]) =>
    unknownName(name, known.map(String), 'deployments', ['limits', 'deployments', name]),
  );
}

function budgetMistakes(path: MemberPath, budgets: unknown): Mistake[] {
  const firsts = new Map<string, string>();
  return listOf(budgets).flatMap((budget, index) => {
    const own = formatPath([...path, index]);
    const per = memberOf(budget, 'per');
    const mark = JSON.stringify([
      memberOf(budget, 'for') ?? 'caller',
      memberOf(budget, 'tokens') === undefined,
      per,
      per === 'total' ? undefined : (memberOf(budget, 'timeZone') ?? 'UTC'),
      memberOf(budget, 'name'),
    ]);
    const first = firsts.get(mark);
    if (first === undefined) firsts.set(mark, own);
    return first === undefined
      ? []
      : [{ path: own, message: `expected another period, unit or \`name\` than that of ${first}` }];
  });
}

function unknownName(name: unknown, known: readonly string[], kind: string, path: MemberPath): Mistake[] {
  if (typeof name !== 'string' || known.includes(name)) return [];
  return [
    { path: formatPath(path), message: `expected one of the ${kind} ${known.join(', ')}`, seen: seenValue(path, name) },
  ];
}
