import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, verifySimulatedToken } from '../../../local/azure/identity.ts';
import type { SimulatedIdentity } from '../../../local/azure/identity.ts';
import { createTokenRequest } from '../../../shared/secrets/identity-credential.ts';

// MSAL keeps the identity's source and its tokens for the whole process: one simulated identity for this file, and
// another scope for each test. Vitest gives each file a process of its own.
let identity: SimulatedIdentity;

beforeAll(async () => {
  identity = await startIdentity();
  process.env.IDENTITY_ENDPOINT = identity.url;
  process.env.IDENTITY_HEADER = identity.header;
});

afterAll(() => identity.stop());

it('requests a token of the managed identity for a scope', async () => {
  const { token, expiresOnTimestamp, refreshAfterTimestamp } = await createTokenRequest('managed-identity')(
    'https://one.example/.default',
    undefined,
  );
  expect(verifySimulatedToken(token)).toEqual({ audience: 'https://one.example' });
  expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect(refreshAfterTimestamp).toBeLessThan(expiresOnTimestamp);
});

it('requests a token of the identity named by its client id', async () => {
  const { token } = await createTokenRequest('managed-identity')('https://two.example/.default', 'client-two');
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ oid: 'client-two' });
});

it('gives up within seconds while the identity endpoint fails', async () => {
  identity.fail({ kind: 'status', status: 500 });
  const request = createTokenRequest('managed-identity')('https://three.example/.default', undefined);
  await expect(request).rejects.toMatchObject({ name: 'CredentialUnavailableError' });
  expect(identity.tokenRequests()['https://three.example']).toBe(2);
  identity.fail(undefined);
});

it('takes the managed identity on a developer machine that has one', async () => {
  const { token } = await createTokenRequest('developer')('https://four.example/.default', undefined);
  expect(verifySimulatedToken(token)).toEqual({ audience: 'https://four.example' });
});
