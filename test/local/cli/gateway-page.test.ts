import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gatewayPage, gatewayPageFile } from '../../../local/cli/gateway-page.ts';
import { textOf } from '../../setup/repository-text.ts';

it('is what the published page holds (else run `npm run docs`)', () => {
  expect(readFileSync(gatewayPageFile, 'utf8')).toBe(gatewayPage());
});

it('says of a member what it may be, what it is without being set, and what it means', () => {
  const rows = gatewayPage().split('\n');
  expect(rows).toContain(
    '| `weight` | number | `1` | Share among deployments of one priority. 0: only when nothing else can serve. |',
  );
  expect(rows).toContain('| `upstream` | text | required | Which of the upstreams it is on. |');
  expect(rows).toContain(
    "| `managedIdentity` | `true` or object |  | true for the app's own identity; an object to name a user-assigned one. |",
  );
});

it('describes every member of the file', () => {
  const undescribed = gatewayPage()
    .split('\n')
    .filter((row) => /^\| `[^`]+` \|.*\|  \|$/.test(row));
  expect(undescribed).toEqual([]);
});

it('is named in the README', () => {
  expect(textOf('README.md')).toContain('](docs/gateway-file.md)');
});
