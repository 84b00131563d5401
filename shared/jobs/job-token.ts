import { createHash, timingSafeEqual } from 'node:crypto';

/** A new token that opens one job to whoever has its address: 256 random bits. Only its digest is kept. */
export function newJobToken(randomBytes: (count: number) => Buffer): string {
  return randomBytes(32).toString('base64url');
}

/** The SHA-256 of a token, in hex: what a job keeps of it. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether a token is the one of this digest. Takes as long for a token that is nearly right as for any other. */
export function isTokenOf(token: string, digest: string): boolean {
  const [presented, kept] = [Buffer.from(tokenDigest(token), 'hex'), Buffer.from(digest, 'hex')];
  return presented.length === kept.length && timingSafeEqual(presented, kept);
}
