import type { Environment } from './environment.ts';
import { settingMistake } from './expand-settings.ts';
import { formatPath, listOf, memberOf, membersOf, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';
import { looksSecret, seenValue } from './seen-value.ts';

/**
 * Names in a gateway file that point at nothing: an upstream, a model alias, an app setting, a vault nobody configured;
 * and the lists that must not be empty. Reads a file that may break its schema elsewhere.
 */
export function referenceMistakes(tree: unknown, env: Environment): Mistake[] {
  return [
    ...emptyMistakes(tree),
    ...upstreamMistakes(tree),
    ...routeMistakes(tree),
    ...callerMistakes(tree),
    ...credentialMistakes(tree, env),
  ];
}

function emptyMistakes(tree: unknown): Mistake[] {
  return ['upstreams', 'models', 'callers'].flatMap((path) => {
    const value = memberOf(tree, path);
    const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    return isEmpty ? [{ path, message: `expected at least one of the ${path}`, seen: 'none' }] : [];
  });
}

function upstreamMistakes(tree: unknown): Mistake[] {
  const known = membersOf(memberOf(tree, 'upstreams')).map(([name]) => name);
  return membersOf(memberOf(tree, 'models')).flatMap(([alias, model]) =>
    listOf(memberOf(model, 'deployments')).flatMap((deployment, index) =>
      unknownName(memberOf(deployment, 'upstream'), known, 'upstreams', [
        'models',
        alias,
        'deployments',
        index,
        'upstream',
      ]),
    ),
  );
}

/** Other models that a model names: each must be one of the file's, and not itself. */
function routeMistakes(tree: unknown): Mistake[] {
  const models = membersOf(memberOf(tree, 'models'));
  return models.flatMap(([alias, model]) => {
    const others = models.map(([name]) => name).filter((name) => name !== alias);
    const at = (...steps: MemberPath): MemberPath => ['models', alias, ...steps];
    const degrade = memberOf(model, 'degrade');
    const semantic = memberOf(memberOf(model, 'cache'), 'semantic');
    return [
      ...listOf(memberOf(model, 'fallbacks')).flatMap((name, index) =>
        unknownName(name, others, 'models', at('fallbacks', index)),
      ),
      ...unknownName(memberOf(model, 'longerModel'), others, 'models', at('longerModel')),
      ...unknownName(memberOf(model, 'filteredModel'), others, 'models', at('filteredModel')),
      ...listOf(memberOf(model, 'simple')).flatMap((rule, index) =>
        unknownName(memberOf(rule, 'model'), others, 'models', at('simple', index, 'model')),
      ),
      ...unknownName(memberOf(degrade, 'smallerModel'), others, 'models', at('degrade', 'smallerModel')),
      ...unknownName(memberOf(semantic, 'embeddingModel'), others, 'models', at('cache', 'semantic', 'embeddingModel')),
    ];
  });
}

function callerMistakes(tree: unknown): Mistake[] {
  const known = membersOf(memberOf(tree, 'models')).map(([alias]) => alias);
  return membersOf(memberOf(tree, 'callers')).flatMap(([caller, value]) =>
    listOf(memberOf(value, 'models')).flatMap((alias, index) =>
      unknownName(alias, known, 'models', ['callers', caller, 'models', index]),
    ),
  );
}

function unknownName(name: unknown, known: readonly string[], kind: string, path: MemberPath): Mistake[] {
  if (typeof name !== 'string' || known.includes(name)) return [];
  const choice = known.length === 0 ? `a name from \`${kind}\`` : `one of the ${kind} ${known.join(', ')}`;
  return [{ path: formatPath(path), message: `expected ${choice}`, seen: seenValue(path, name) }];
}

function credentialMistakes(tree: unknown, env: Environment): Mistake[] {
  return membersOf(memberOf(tree, 'upstreams')).flatMap(([name, upstream]) => {
    const path = ['upstreams', name, 'credential'];
    const credential = memberOf(upstream, 'credential');
    if (memberOf(credential, 'keyVaultSecret') !== undefined && (env['SLUICE_KEY_VAULT_URL'] ?? '') === '') {
      return [
        {
          path: 'SLUICE_KEY_VAULT_URL',
          message: `expected the vault's address, for ${formatPath(path)} names a vault secret`,
          seen: 'nothing',
        },
      ];
    }
    const setting = memberOf(credential, 'setting');
    if (typeof setting !== 'string') return [];
    const message = looksSecret(setting) && env[setting] === undefined ? pastedKey : settingMistake(env, setting);
    return message === undefined ? [] : [{ path: formatPath([...path, 'setting']), message }];
  });
}

// A key pasted where the setting's name belongs must not come back in the message.
const pastedKey = 'expected the name of an app setting that is set (this looks like a value)';
