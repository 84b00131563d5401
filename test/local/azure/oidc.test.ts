import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOidcKey } from '../../../local/azure/oidc-key.ts';
import { startOidc, type SimulatedOidc } from '../../../local/azure/oidc.ts';

let oidc: SimulatedOidc;
beforeAll(async () => {
  oidc = await startOidc();
});
afterAll(() => oidc.stop());

const fetchJson = async (url: string) => JSON.parse(await (await fetch(url)).text());
const configuration = () => fetchJson(`${oidc.url}/${oidc.tenantId}/v2.0/.well-known/openid-configuration`);
const published = async () => createLocalJWKSet(await fetchJson((await configuration()).jwks_uri));

it('publishes the keys that its tokens are signed with', async () => {
  const { payload, protectedHeader } = await jwtVerify(oidc.mint({ claims: { roles: ['R'] } }), await published());
  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  expect(payload).toMatchObject({ iss: (await configuration()).issuer, tid: oidc.tenantId, ver: '2.0', roles: ['R'] });
  const first = await jwtVerify(oidc.mint({ version: '1.0' }), await published());
  expect(first.payload).toMatchObject({ iss: `https://sts.windows.net/${oidc.tenantId}/`, ver: '1.0', appidacr: '1' });
});

it('changes its keys with or without a time for both', async () => {
  const old = oidc.mint();
  oidc.rotate();
  await jwtVerify(old, await published());
  await jwtVerify(oidc.mint(), await published());
  oidc.rotate({ withdraw: true });
  expect(oidc.keys()).toHaveLength(1);
  await expect(jwtVerify(old, await published())).rejects.toThrow();
});

it('mints what no tenant would', async () => {
  expect(oidc.mint({ header: { alg: 'none' } })).toMatch(/\.$/);
  await expect(jwtVerify(oidc.mint({ key: createOidcKey() }), await published())).rejects.toThrow();
  const hmacSecret = Buffer.from('published');
  await jwtVerify(oidc.mint({ header: { alg: 'HS256' }, hmacSecret }), hmacSecret);
  await jwtVerify(oidc.mint({ header: { alg: 'PS256' } }), await published());
});

it('gives an application a token for the scope it asks for', async () => {
  const ask = (form: Record<string, string>) =>
    fetch(`${oidc.url}/${oidc.tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  const form = { grant_type: 'client_credentials', client_id: 'my-app', client_secret: 'x' };
  const { access_token } = JSON.parse(await (await ask({ ...form, scope: 'api://sluice/.default' })).text());
  const { payload } = await jwtVerify(access_token, await published());
  expect(payload).toMatchObject({ aud: 'api://sluice', azp: 'my-app' });
  expect((await ask({ ...form, scope: 'api://sluice' })).status).toBe(400);
  expect((await fetch(`${oidc.url}/elsewhere`)).status).toBe(404);
});

it('counts what is fetched, fails as told, and mends', async () => {
  const before = oidc.fetches();
  oidc.fail({ kind: 'status', status: 503 });
  const { status } = await fetch(`${oidc.url}/${oidc.tenantId}/v2.0/.well-known/openid-configuration`);
  expect([status, oidc.fetches().configuration]).toEqual([503, before.configuration + 1]);
  oidc.fail(undefined);
  await published();
  expect(oidc.fetches()).toEqual({ configuration: before.configuration + 2, keys: before.keys + 1 });
});
