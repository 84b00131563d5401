import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { appVersion } from '../../shared/app-version.ts';

it('is the version of the package', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toHaveProperty('version', appVersion);
});
