import { expect, it } from 'vitest';
import { startOidc } from '../../../local/azure/oidc.ts';
import { checkSigningKeys } from '../../../local/cli/check-signing-keys.ts';

it('says how many keys the tenant publishes, and what to check when they cannot be had', async () => {
  const oidc = await startOidc();
  const settings = { tenantId: oidc.tenantId, audiences: ['api://sluice'], authority: oidc.url, clockSkewSeconds: 300 };
  const check = () => checkSigningKeys(settings, { fetch, now: () => performance.now() });
  oidc.rotate();
  expect(await check()).toMatchObject({ state: 'ok', finding: '2 signing keys can be read' });
  oidc.fail({ kind: 'status', status: 404 });
  expect(await check()).toMatchObject({
    state: 'failed',
    finding: expect.stringMatching(/answered 404\. Check entra/),
  });
  await oidc.stop();
  expect(await check()).toMatchObject({ state: 'failed', finding: expect.stringMatching(/does not answer/) });
});
