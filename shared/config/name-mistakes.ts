import { formatPath, listOf, memberOf, membersOf, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';

/**
 * Names of a gateway file that clash: two aliases that differ in case only, two deployments of one name, a deployment
 * named like an alias it does not serve, two keys of one id. Reads a file that may break its schema elsewhere.
 */
export function nameMistakes(tree: unknown): Mistake[] {
  return [...aliasMistakes(tree), ...deploymentMistakes(tree), ...keyMistakes(tree)];
}

/** What a deployment of the gateway file is called when it has no name of its own. */
export function defaultDeploymentName(upstream: string, deployment: string): string {
  return `${upstream}-${deployment}`;
}

function aliasMistakes(tree: unknown): Mistake[] {
  const aliases = membersOf(memberOf(tree, 'models')).map(([alias]) => ({ path: ['models', alias], name: alias }));
  return repeats(aliases, (first) => `expected an alias that differs from ${first} in more than case`);
}

function deploymentMistakes(tree: unknown): Mistake[] {
  const models = membersOf(memberOf(tree, 'models'));
  const aliases = new Map(models.map(([alias]) => [alias.toLowerCase(), alias]));
  const named = models.flatMap(([alias, model]) =>
    listOf(memberOf(model, 'deployments')).flatMap((deployment, index) => {
      const name = deploymentName(deployment);
      return name === undefined ? [] : [{ alias, name, path: ['models', alias, 'deployments', index, 'name'] }];
    }),
  );
  const foreign = named.flatMap(({ alias, name, path }) => {
    const meant = aliases.get(name.toLowerCase());
    if (meant === undefined || meant === alias) return [];
    return [
      { path: formatPath(path), message: `expected a name other than the alias ${meant}, which it does not serve` },
    ];
  });
  return [
    ...repeats(named, (first) => `expected a name no other deployment has (also ${first}); set \`name\``),
    ...foreign,
  ];
}

function deploymentName(deployment: unknown): string | undefined {
  const name = memberOf(deployment, 'name');
  if (typeof name === 'string') return name;
  const upstream = memberOf(deployment, 'upstream');
  const onResource = memberOf(deployment, 'deployment');
  if (name !== undefined || typeof upstream !== 'string' || typeof onResource !== 'string') return undefined;
  return defaultDeploymentName(upstream, onResource);
}

function keyMistakes(tree: unknown): Mistake[] {
  const keys = membersOf(memberOf(tree, 'callers')).flatMap(([caller, value]) =>
    listOf(memberOf(value, 'keys')).flatMap((key, index) => {
      const id = memberOf(key, 'id');
      return typeof id === 'string' ? [{ name: id, path: ['callers', caller, 'keys', index, 'id'] }] : [];
    }),
  );
  return repeats(keys, (first) => `expected an id no other key has (also ${first})`);
}

function repeats(named: readonly { path: MemberPath; name: string }[], message: (first: string) => string): Mistake[] {
  const firsts = new Map<string, string>();
  return named.flatMap(({ path, name }) => {
    const first = firsts.get(name.toLowerCase());
    if (first !== undefined) return [{ path: formatPath(path), message: message(first) }];
    firsts.set(name.toLowerCase(), formatPath(path));
    return [];
  });
}
