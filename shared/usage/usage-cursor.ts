import * as z from 'zod';
import { GatewayError } from '../errors.ts';

const placeSchema = z.lazy(() => z.array(z.string().nullable()).max(3));

/** A place to go on behind, as text that means nothing to its reader. */
export function toCursor(place: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place a cursor names. Throws `invalid_request` for one that was not given here. */
export function fromCursor(cursor: string): (string | null)[] {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new GatewayError('invalid_request', 'The cursor is none that was given here. Ask again without it.', {
      param: 'cursor',
      cause: error,
    });
  }
}
