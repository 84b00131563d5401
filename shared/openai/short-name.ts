/**
 * A name that an upstream gave, such as a model's or a finish reason's: short, and of the characters that names are made
 * of. `undefined` for anything else, which could be what somebody wrote.
 */
export function shortName(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:/-]{1,64}$/.test(value) ? value : undefined;
}
