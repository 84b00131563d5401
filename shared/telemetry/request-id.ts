/**
 * Whether a caller's request id may be taken over into logs and headers: 1 to 128 letters, digits, `.`, `_`, `:`, `-`.
 * Anything else could forge a log line or a header.
 */
export function isCleanRequestId(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9._:-]{1,128}$/.test(value);
}

/** The caller's request id where it is clean, otherwise a new one from `newId`. */
export function requestIdFrom(value: string | undefined, newId: () => string): string {
  return isCleanRequestId(value) ? value : newId();
}
