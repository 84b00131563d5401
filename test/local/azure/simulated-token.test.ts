import { expect, it } from 'vitest';
import { issueSimulatedToken, verifySimulatedToken } from '../../../local/azure/simulated-token.ts';

const token = issueSimulatedToken({ aud: 'https://ai.azure.com', exp: 1_000, oid: 'someone' });

it('names its audience until it expires', () => {
  expect(verifySimulatedToken(token, 999_999)).toEqual({ audience: 'https://ai.azure.com' });
  expect(verifySimulatedToken(token, 1_000_000)).toBeUndefined();
});

it('is refused when forged, garbled or of another kind', () => {
  const [scheme, payload, signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ aud: 'x', exp: 9e9, oid: 'y' })).toString('base64url');
  for (const bad of [`${scheme}.${forged}.${signature}`, `real.${payload}.${signature}`, `${token}.x`, `${scheme}`, ''])
    expect(verifySimulatedToken(bad, 0)).toBeUndefined();
});
