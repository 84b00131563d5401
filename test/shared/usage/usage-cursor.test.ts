import { describe, expect, it } from 'vitest';
import { fromCursor, toCursor } from '../../../shared/usage/usage-cursor.ts';

describe('a cursor', () => {
  it('gives back its place, and fits in an address as it stands', () => {
    const place = ['20261121_team ü/1', null, "it's"];
    expect(fromCursor(toCursor(place))).toEqual(place);
    expect(encodeURIComponent(toCursor(place))).toBe(toCursor(place));
  });

  it.each(['', 'nonsense', Buffer.from('{"a":1}').toString('base64url'), toCursor(['1', '2', '3', '4'])])(
    'is refused when it was not given here: %j',
    (cursor) => {
      expect(() => fromCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_request', param: 'cursor' }));
    },
  );
});
