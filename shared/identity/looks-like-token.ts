/**
 * Whether a presented credential has the form of a signed token: three parts in base64url, the last of which an unsigned
 * one leaves empty. A gateway key has no dots.
 */
export function looksLikeToken(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);
}
