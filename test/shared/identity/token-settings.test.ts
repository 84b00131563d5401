import { expect, it } from 'vitest';
import { issuersOf } from '../../../shared/identity/token-settings.ts';

it('knows both names under which a tenant issues tokens, the second at its own cloud', () => {
  const settings = { tenantId: 't', audiences: [], authority: 'https://login.microsoftonline.us', clockSkewSeconds: 0 };
  expect(issuersOf(settings)).toEqual({
    v1: 'https://sts.windows.net/t/',
    v2: 'https://login.microsoftonline.us/t/v2.0',
  });
});
