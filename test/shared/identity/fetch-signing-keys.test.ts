import { afterEach, describe, expect, it } from 'vitest';
import { answerJson, startLoopbackServer, type LoopbackServer } from '../../../local/azure/loopback-server.ts';
import { startOidc, type SimulatedOidc } from '../../../local/azure/oidc.ts';
import { fetchSigningKeys, SigningKeysError } from '../../../shared/identity/fetch-signing-keys.ts';

const tenantId = '11111111-2222-4333-8444-555555555555';
const settings = (authority: string) => ({ tenantId, audiences: ['api://sluice'], authority, clockSkewSeconds: 300 });
const read = (authority: string, signal = AbortSignal.timeout(5_000)) =>
  fetchSigningKeys(settings(authority), fetch, signal);

let servers: (LoopbackServer | SimulatedOidc)[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

/** A provider that answers its configuration, then its keys, with what a test says. */
async function provider(answers: { configuration?: (url: string) => unknown; keys?: unknown; redirect?: string }) {
  const server: LoopbackServer = await startLoopbackServer(0, (_request, response, url) => {
    if (answers.redirect !== undefined) return answerJson(response, 302, {}, { location: answers.redirect });
    const configuration = { issuer: `${server.url}/${tenantId}/v2.0`, jwks_uri: `${server.url}/keys` };
    return url.pathname === '/keys'
      ? answerJson(response, 200, answers.keys ?? { keys: [] })
      : answerJson(response, 200, answers.configuration?.(server.url) ?? configuration);
  });
  servers.push(server);
  return server;
}

async function tenant(): Promise<SimulatedOidc> {
  const oidc = await startOidc();
  servers.push(oidc);
  return oidc;
}

describe('fetchSigningKeys', () => {
  it('finds the keys through the tenant’s OpenID configuration', async () => {
    const oidc = await tenant();
    oidc.rotate();
    const { keys } = await read(oidc.url);
    expect(keys.map(({ kid }) => kid)).toEqual(oidc.keys().map(({ id }) => id));
    expect(oidc.fetches()).toEqual({ configuration: 1, keys: 1 });
  });

  it('leaves out keys that are not for signatures', async () => {
    const keys = ['sig', 'enc', undefined].map((use, index) => ({ kty: 'RSA', kid: `k${index}`, use }));
    const { url } = await provider({ keys: { keys } });
    expect((await read(url)).keys.map(({ kid }) => kid)).toEqual(['k0', 'k2']);
  });

  it('never follows a redirect', async () => {
    const attacker = await tenant();
    const { url } = await provider({ redirect: `${attacker.url}/${tenantId}/v2.0/.well-known/openid-configuration` });
    await expect(read(url)).rejects.toThrow('the provider answered 302');
    expect(attacker.fetches()).toEqual({ configuration: 0, keys: 0 });
  });

  it('takes no configuration of another issuer', async () => {
    const configuration = (url: string) => ({ issuer: 'https://evil.test/v2.0', jwks_uri: `${url}/keys` });
    await expect(read((await provider({ configuration })).url)).rejects.toThrow(/another issuer/);
  });

  it.each(['https://evil.test/keys', 'http://127.0.0.1:1/keys', 'keys', 'file:///etc/passwd'])(
    'takes no keys from %s',
    async (jwks_uri) => {
      const configuration = (url: string) => ({ issuer: `${url}/${tenantId}/v2.0`, jwks_uri });
      await expect(read((await provider({ configuration })).url)).rejects.toThrow(/another address/);
    },
  );

  it.each<[string, unknown]>([
    ['no keys', { keys: [] }],
    ['keys without ids', { keys: [{ kty: 'RSA' }] }],
    ['a list', []],
    ['more keys than anyone has', { keys: Array.from({ length: 101 }, () => ({ kty: 'RSA', kid: 'k' })) }],
  ])('takes no key set of %s', async (_what, keys) => {
    await expect(read((await provider({ keys })).url)).rejects.toThrow(/not what an OpenID provider says/);
  });

  it('reads no more than a megabyte', async () => {
    const { url } = await provider({ keys: { keys: [{ kty: 'RSA', kid: 'k', x: 'x'.repeat(1_100_000) }] } });
    await expect(read(url)).rejects.toThrow(/too long/);
  });

  it.each([
    [{ kind: 'status', status: 503 } as const, /answered 503/],
    [{ kind: 'reset' } as const, /does not answer/],
    [{ kind: 'hang' } as const, /does not answer/],
  ])('says so when the provider fails with %j', async (fault, words) => {
    const oidc = await tenant();
    oidc.fail(fault);
    const failed = read(oidc.url, AbortSignal.timeout(300));
    await expect(failed).rejects.toThrow(SigningKeysError);
    await expect(failed).rejects.toThrow(words);
  });

  it('says so when the answer is no JSON', async () => {
    const server = await startLoopbackServer(0, (_request, response) => response.end('<html>'));
    servers.push(server);
    await expect(read(server.url)).rejects.toThrow(/no JSON/);
  });
});
