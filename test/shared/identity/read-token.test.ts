import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOidc, type MintOptions, type SimulatedOidc } from '../../../local/azure/oidc.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { createIdentityReader, type IdentityReader } from '../../../shared/identity/identity-reader.ts';

let oidc: SimulatedOidc;
let reader: IdentityReader;
let nowMs = Date.now();
beforeAll(async () => {
  oidc = await startOidc({ now: () => nowMs });
  reader = readerWith(300);
});
afterAll(() => oidc.stop());

function readerWith(clockSkewSeconds: number): IdentityReader {
  return createIdentityReader(
    { tenantId: oidc.tenantId, audiences: ['api://sluice'], authority: oidc.url, clockSkewSeconds },
    { now: () => nowMs, onFailure: (reason) => expect.unreachable(reason) },
  );
}

const read = (options?: MintOptions) => reader.token(oidc.mint(options));

describe('readToken', () => {
  it.each(['1.0', '2.0'] as const)('knows who a token of version %s speaks of', async (version) => {
    const identity = await read({ version, claims: { roles: ['R'], groups: ['G'] } });
    expect(identity).toEqual({
      appId: 'aaaaaaaa-0000-4000-8000-000000000001',
      isAppProven: true,
      objectId: '99999999-0000-4000-8000-000000000001',
      roles: ['R'],
      groups: ['g'],
      isMissingGroups: false,
    });
  });

  it.each([
    [300, 299, true],
    [300, 300, false],
    [0, 0, false],
    [0, -1, true],
  ])('with a skew of %i s takes a token that ended %i s ago: %s', async (skew, agoSeconds, isTaken) => {
    const exp = Math.floor(nowMs / 1000) - agoSeconds;
    const reading = readerWith(skew).token(oidc.mint({ claims: { exp } }));
    if (isTaken) await reading;
    else await expect(reading).rejects.toThrow(/expired/);
  });

  it.each([
    [300, 300, true],
    [300, 301, false],
    [0, 0, true],
    [0, 1, false],
  ])('with a skew of %i s takes a token that begins in %i s: %s', async (skew, inSeconds, isTaken) => {
    const nbf = Math.floor(nowMs / 1000) + inSeconds;
    const reading = readerWith(skew).token(oidc.mint({ claims: { nbf } }));
    if (isTaken) await reading;
    else await expect(reading).rejects.toThrow(/not valid yet/);
  });

  it('goes by its own clock', async () => {
    const token = oidc.mint();
    await reader.token(token);
    nowMs += 2 * 3_600_000;
    await expect(reader.token(token)).rejects.toThrow(/expired/);
  });

  it.each<[string, MintOptions, RegExp]>([
    ['names no key', { header: { kid: '' } }, /which key/],
    ['names a key that is no text', { header: { kid: 7 } }, /which key/],
    ['is of another kind', { header: { typ: 'logout+jwt' } }, /of a kind/],
    ['does not say its kind', { header: { typ: undefined } }, /of a kind/],
    ['is of another tenant', { claims: { tid: '22222222-2222-4333-8444-555555555555' } }, /of another tenant/],
    [
      'has a tenant that is no text',
      { claims: { tid: ['11111111-2222-4333-8444-555555555555'] } },
      /of another tenant/,
    ],
    ['does not say which application calls', { claims: { azp: undefined } }, /no access token/],
    ['is not signed', { header: { alg: 'none' } }, /not signed in a way/],
  ])('refuses one that %s', async (_what, options, words) => {
    await expect(read(options)).rejects.toThrow(words);
    await expect(read(options)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('refuses one longer than any that is issued before it looks at it', async () => {
    await expect(read({ claims: { padding: 'x'.repeat(1_000_000) } })).rejects.toThrow(/longer than any/);
  });

  it('never takes a changed token, and never fails otherwise', async () => {
    const token = oidc.mint();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 2), fc.nat(alphabet.length - 1), async (at, letter) => {
        const changed = token.slice(0, at) + alphabet.charAt(letter) + token.slice(at + 1);
        if (changed === token) return;
        await expect(reader.token(changed)).rejects.toThrow(GatewayError);
      }),
      { numRuns: 300 },
    );
  });
});
