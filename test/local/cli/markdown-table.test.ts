import { expect, it } from 'vitest';
import { markdownTable } from '../../../local/cli/markdown-table.ts';

it('sets a rule under the first row', () => {
  expect(
    markdownTable([
      ['a', 'b'],
      ['1', '2'],
    ]),
  ).toEqual(['| a | b |', '| --- | --- |', '| 1 | 2 |']);
});
