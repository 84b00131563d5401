import { expect, it } from 'vitest';
import { startOidc } from '../../../local/azure/oidc.ts';
import { createIdentityReader } from '../../../shared/identity/identity-reader.ts';

it('fetches nothing before it is asked, and tells of a tenant that is down', async () => {
  const oidc = await startOidc();
  const failures: [string, boolean][] = [];
  const settings = { tenantId: oidc.tenantId, audiences: ['api://sluice'], authority: oidc.url, clockSkewSeconds: 300 };
  const reader = createIdentityReader(settings, { now: Date.now, onFailure: (...failure) => failures.push(failure) });
  expect(oidc.fetches().configuration).toBe(0);
  expect(await reader.checkKeys()).toBe('ok');
  expect((await reader.token(oidc.mint())).isAppProven).toBe(true);
  expect(oidc.fetches()).toEqual({ configuration: 1, keys: 1 });

  await oidc.stop();
  await expect(reader.token(oidc.mint({ header: { kid: 'new' } }))).rejects.toMatchObject({ status: 503 });
  expect(failures).toEqual([['the provider does not answer', true]]);
  expect((await reader.token(oidc.mint())).isAppProven).toBe(true);
  expect(() => reader.principal('x')).toThrow(/App Service/);
});
