import * as z from 'zod';

/** An object whose unknown members are mistakes, each answered with the names it may have. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const names = Object.keys(shape).filter((name) => name !== '$schema');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `expected one of ${names.join(', ')}` : undefined),
  });
}
