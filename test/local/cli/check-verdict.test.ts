import { expect, it } from 'vitest';
import { checkVerdict } from '../../../local/cli/check-verdict.ts';

it.each([
  ['everything that is configured answers', ['ok a', 'throttled b', '- c'], 'Everything answers.'],
  ['something failed', ['ok a', 'FAILED b', '- c'], '1 of 2 checks failed.'],
  ['something was not looked at', ['ok a', '? b', '? c'], 'What was checked answers. Not checked: b, c.'],
  ['both', ['FAILED a', '? b'], '1 of 1 checks failed. Not checked: b.'],
])('says where %s', (_where, rows, verdict) => {
  expect(checkVerdict(rows.map((row) => row.split(' ')))).toBe(verdict);
});
