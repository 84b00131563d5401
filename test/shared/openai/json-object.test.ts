import { expect, it } from 'vitest';

import { isJsonObject } from '../../../shared/openai/json-object.ts';

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [null, false],
  [[], false],
  ['{}', false],
  [1, false],
  [undefined, false],
])('takes %j for a JSON object: %s', (value, expected) => {
  expect(isJsonObject(value)).toBe(expected);
});
