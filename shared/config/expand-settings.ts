import type { Environment } from './environment.ts';
import { formatPath, type MemberPath } from './member-path.ts';
import type { Mistake } from './mistake.ts';

/**
 * A gateway file's value with each `%NAME%` in its strings replaced by the app setting of that name, as Functions does
 * in its own binding files. A setting that is missing, or that holds a Key Vault reference which Azure could not
 * resolve, is a mistake at the member that names it.
 */
export function expandSettings(tree: unknown, env: Environment): { tree: unknown; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  return { tree: expand(tree, [], env, mistakes), mistakes };
}

/** Why an app setting cannot be used, as `expected …`; `undefined` when it can. */
export function settingMistake(env: Environment, name: string): string | undefined {
  // Every object has a `constructor`; no app setting is called that.
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value === undefined || value === '') return `expected the app setting ${name} to be set`;
  // Azure leaves the reference itself in the setting when the vault, the secret or the permission is missing.
  if (value.startsWith('@Microsoft.KeyVault(')) {
    return `expected the app setting ${name} to be resolved, but it still holds a Key Vault reference: let the app's identity read that secret, then restart the app`;
  }
  return undefined;
}

function expand(value: unknown, path: MemberPath, env: Environment, mistakes: Mistake[]): unknown {
  if (typeof value === 'string') {
    return value.replace(placeholder, (whole, name: string) => {
      const message = settingMistake(env, name);
      if (message !== undefined) mistakes.push({ path: formatPath(path), message });
      return message === undefined ? (env[name] ?? whole) : whole;
    });
  }
  if (Array.isArray(value)) return value.map((entry, index) => expand(entry, [...path, index], env, mistakes));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, expand(member, [...path, name], env, mistakes)]),
  );
}

const placeholder = /%([A-Za-z_][A-Za-z0-9_]*)%/g;
