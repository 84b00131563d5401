import { createHmac } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({ aud: z.string(), exp: z.number(), oid: z.string() });

/** What a simulated token says: `aud` the resource, `exp` in epoch seconds, `oid` the identity. */
export type SimulatedClaims = z.infer<typeof claimsSchema>;

/** Issues `simulated.{claims}.{signature}`: enough of an Entra token for a simulator to judge, and none Azure takes. */
export function issueSimulatedToken(claims: SimulatedClaims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `simulated.${payload}.${signatureOf(payload)}`;
}

/**
 * The audience of a token that the simulated identity endpoint issued; `undefined` when it is forged, garbled or
 * expired. `now` in epoch milliseconds. Works across processes: the signing key is a constant, for there is nothing
 * to protect.
 */
export function verifySimulatedToken(token: string, now: number = Date.now()): { audience: string } | undefined {
  const [scheme, payload = '', signature, ...rest] = token.split('.');
  if (scheme !== 'simulated' || rest.length > 0 || signature !== signatureOf(payload)) return undefined;
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return claims.exp * 1000 > now ? { audience: claims.aud } : undefined;
}

function signatureOf(payload: string): string {
  return createHmac('sha256', 'sluice simulator').update(payload).digest('base64url');
}
