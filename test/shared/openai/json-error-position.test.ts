import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findJsonError } from '../../../shared/openai/json-error-position.ts';

describe('findJsonError', () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a":1]', 6],
    ['[}', 1],
    ['1 2', 2],
    ['{} x', 3],
    ["'x'", 0],
    ['[01]', 2],
    ['[1.]', 2],
    ['[-]', 1],
    ['[tru]', 1],
    ['["a\nb"]', 3],
    ['["a\\x"]', 3],
    [',', 0],
    [']', 0],
    ['{"a":}', 5],
    ['{1:2}', 1],
  ])('finds the mistake of %j at %i', (text, position) => {
    expect(findJsonError(text)).toMatchObject({ position, problem: 'unexpected character' });
  });

  it.each(['', '{', '[1', '{"a"', '{"a":', '{"a":1', '{"a":1,', '"abc', '["a', '[[', '[1,'])(
    'finds that %j ends too early',
    (text) => {
      expect(findJsonError(text)).toMatchObject({ position: text.length, problem: 'unexpected end' });
    },
  );

  it('counts lines and columns from one', () => {
    expect(findJsonError('{\n"a":\n  ?}')).toMatchObject({ position: 9, line: 3, column: 3 });
  });

  it('finds no mistake before the end of sound JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findJsonError(text).position).toBe(text.length);
      }),
    );
  });

  it('finds a mistake within every text that does not parse', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('?', '}', ']', ',', ':', '"'),
        (text, at, sign) => {
          const place = at % (text.length + 1);
          const broken = text.slice(0, place) + sign + text.slice(place);
          const { position, problem } = findJsonError(broken);
          expect(position).toBeLessThanOrEqual(broken.length);
          if (problem === 'unexpected character') expect(() => JSON.parse(broken)).toThrow();
        },
      ),
    );
  });

  it('stands deep nesting and long strings', () => {
    expect(findJsonError('['.repeat(500_000)).problem).toBe('unexpected end');
    expect(findJsonError(`"${'a\\n'.repeat(1_000_000)}`).problem).toBe('unexpected end');
  });
});
