import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { failuresPage, failuresPageFile } from '../../../local/cli/failures-page.ts';
import { errorTable } from '../../../shared/errors.ts';
import { failureTable } from '../../../shared/upstream/failure-table.ts';
import { textOf } from '../../setup/repository-text.ts';

it('is what the published page holds (else run `npm run docs`)', () => {
  expect(readFileSync(failuresPageFile, 'utf8')).toBe(failuresPage());
});

it('has one row for each kind of failure, with the answer that it becomes', () => {
  const rows = failuresPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | '));
  expect(rows.map(([kind]) => kind)).toEqual(Object.keys(failureTable).map((kind) => `| \`${kind}\``));
  expect(rows.map((row) => row.at(-1))).toEqual(
    Object.values(failureTable).map(({ code }) => `\`${code}\`, ${errorTable[code].status} |`),
  );
});

it('is named in the README', () => {
  expect(textOf('README.md')).toContain('](docs/failures.md)');
});
