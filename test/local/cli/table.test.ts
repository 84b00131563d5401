import { expect, it } from 'vitest';
import { table } from '../../../local/cli/table.ts';

it('aligns columns two spaces apart, with nothing at the ends of lines', () => {
  expect(
    table([
      ['A', 'LONG', 'C'],
      ['aa', 'b', ''],
      ['a', 'b', 'c'],
    ]),
  ).toBe('A   LONG  C\naa  b\na   b     c');
  expect(table([])).toBe('');
});
