/** The `error` member of an answer's body, whatever it is of. */
export function errorOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  return typeof body.error === 'object' && body.error !== null ? { ...body.error } : undefined;
}
