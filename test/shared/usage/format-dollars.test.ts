import { expect, it } from 'vitest';
import { formatDollars } from '../../../shared/usage/format-dollars.ts';

it.each([
  [0, '0'],
  [1, '0.000000001'],
  [7_500_000, '0.0075'],
  [1_000_000_000, '1'],
  [12_345_600_000_000, '12345.6'],
  [9_007_199_254_740_991, '9007199.254740991'],
])('writes %i nano-dollars as %s dollars', (nanoDollars, text) => {
  expect(formatDollars(nanoDollars)).toBe(text);
});
