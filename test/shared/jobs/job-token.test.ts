import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { isTokenOf, newJobToken, tokenDigest } from '../../../shared/jobs/job-token.ts';

it('has 256 bits that an address takes as they are', () => {
  const token = newJobToken(randomBytes);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(encodeURIComponent(token)).toBe(token);
});

it('is known by its digest alone', () => {
  const token = newJobToken(randomBytes);
  expect(isTokenOf(token, tokenDigest(token))).toBe(true);
  expect(isTokenOf(newJobToken(randomBytes), tokenDigest(token))).toBe(false);
  expect(isTokenOf(tokenDigest(token), tokenDigest(token))).toBe(false);
  expect(isTokenOf(token, 'no digest')).toBe(false);
  expect(isTokenOf('', tokenDigest(token))).toBe(false);
});
