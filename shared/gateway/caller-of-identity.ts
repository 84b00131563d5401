import type { Caller, Config, EntraRule } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { Authorised } from './authorise.ts';

/**
 * The caller that an identity of Entra ID proves: by its object id before its application, then by its roles, then by its
 * groups; among several of one kind, the first of the gateway file. What logs keep is the application's id, never that
 * of a person. Throws `caller_not_allowed` when there is none.
 */
export function callerOfIdentity(identity: Identity, { callers }: Pick<Config, 'callers'>): Authorised {
  const keyId = `entra:${identity.appId ?? 'platform'}`;
  for (const by of precedence) {
    const caller = callers.find(({ entra }) => entra?.some((rule) => rule.by === by && goesWith(identity, rule)));
    if (caller !== undefined) {
      return { caller, keyId };
    }
  }
  throw new GatewayError('caller_not_allowed', refusalOf(identity, callers));
}

const precedence = ['objectId', 'appId', 'role', 'group'] as const satisfies readonly EntraRule['by'][];

function goesWith(identity: Identity, { by, value }: EntraRule): boolean {
  switch (by) {
    case 'objectId':
      return identity.objectId === value;
    case 'appId':
      return identity.isAppProven && identity.appId === value;
    case 'role':
      return identity.roles.includes(value);
    case 'group':
      return identity.groups.includes(value);
  }
}

function refusalOf({ appId, isAppProven, isMissingGroups }: Identity, callers: readonly Caller[]): string {
  const of = appId === undefined ? '' : ` (application ${appId})`;
  const hasRuleFor = (by: EntraRule['by']) =>
    callers.some(({ entra }) => entra?.some((rule) => rule.by === by && (by === 'group' || rule.value === appId)));
  const why =
    !isAppProven && hasRuleFor('appId')
      ? ' An application without a secret of its own proves nothing (appidacr or azpacr 1 or 2): name a role or an object id.'
      : isMissingGroups && hasRuleFor('group')
        ? ' It belongs to more groups than the token can name: use an app role.'
        : '';
  return `The token is valid${of}, but no caller of this gateway goes with it.${why}`;
}
