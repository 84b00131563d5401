import type { Identity } from './identity.ts';

/**
 * The identity that claims of Entra ID speak of. `claim` gives one by its name: of v1 tokens (`appid`, `appidacr`), of v2
 * (`azp`, `azpacr`) or of both.
 */
export function identityOfClaims(claim: (name: string) => unknown): Identity {
  return {
    appId: idOf(claim('appid') ?? claim('azp')),
    // 1 is a secret, 2 a certificate, which a managed identity has; 0 a public client. Silence proves nothing.
    isAppProven: ['1', '2'].some((proof) => proof === (claim('appidacr') ?? claim('azpacr'))),
    objectId: idOf(claim('oid')),
    roles: textsOf(claim('roles')),
    groups: textsOf(claim('groups')).map((group) => group.toLowerCase()),
    isMissingGroups: claim('hasgroups') !== undefined || isOverage(claim('_claim_names')),
  };
}

/** An id may go into logs and the ledger; what does not have the form of one is none. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value.toLowerCase() : undefined;
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

/** More than 200 groups are not named; the claim then points to where they could be asked for. */
function isOverage(claimNames: unknown): boolean {
  return typeof claimNames === 'object' && claimNames !== null && 'groups' in claimNames;
}
