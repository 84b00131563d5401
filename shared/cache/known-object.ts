import * as z from 'zod';

/**
 * An object of these members and no others, whose meaning would not be known. A member that is `null` counts as absent,
 * known or not: it says nothing.
 */
export function knownObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(withoutNulls, z.strictObject(shape));
}

function withoutNulls(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
    : value;
}
