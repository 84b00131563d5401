import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, verifySimulatedToken } from '../../../local/azure/identity.ts';
import type { SimulatedIdentity } from '../../../local/azure/identity.ts';

let identity: SimulatedIdentity;

beforeAll(async () => {
  identity = await startIdentity({ lifetimeSeconds: 600 });
});

afterAll(() => identity.stop());

function ask(query: string, header = identity.header): Promise<Response> {
  return fetch(`${identity.url}?${query}`, { headers: { 'x-identity-header': header } });
}

const vaultQuery = 'api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net';

it('issues a token for the resource, with its end as a string of epoch seconds', async () => {
  const body: unknown = await (await ask(`${vaultQuery}&client_id=me`)).json();
  expect(body).toMatchObject({ resource: 'https://vault.azure.net', token_type: 'Bearer', client_id: 'me' });
  expect(body).toHaveProperty('expires_on', expect.stringMatching(/^\d+$/));
  const token = String(Reflect.get(Object(body), 'access_token'));
  expect(verifySimulatedToken(token)).toEqual({ audience: 'https://vault.azure.net' });
  expect(verifySimulatedToken(token, Date.now() + 601_000)).toBeUndefined();
  expect(identity.tokenRequests()).toEqual({ 'https://vault.azure.net': 1 });
});

it('refuses a wrong header, a missing resource, another version, path or method', async () => {
  expect((await ask(vaultQuery, 'wrong')).status).toBe(401);
  expect((await ask('api-version=2019-08-01')).status).toBe(400);
  expect((await ask('api-version=2017-09-01&resource=x')).status).toBe(400);
  expect((await fetch(new URL('/elsewhere', identity.url))).status).toBe(404);
  expect((await fetch(identity.url, { method: 'POST' })).status).toBe(405);
});

it('fails as told, and mends', async () => {
  identity.fail({ kind: 'status', status: 500 });
  expect((await ask(vaultQuery)).status).toBe(500);
  identity.fail({ kind: 'throttle', retryAfterSeconds: 5 });
  const throttled = await ask(vaultQuery);
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '5']);
  identity.fail({ kind: 'reset' });
  await expect(ask(vaultQuery)).rejects.toThrow('fetch failed');
  identity.fail(undefined);
  expect((await ask(vaultQuery)).status).toBe(200);
});
