import { resolve } from 'node:path';
import { repositoryRoot } from './repository-text.ts';

/**
 * Folder of the built app that the black-box tests run: this repository, or another where `SLUICE_TEST_APP_ROOT` says
 * so, such as an unpacked package.
 */
export const testedAppRoot = resolve(process.env['SLUICE_TEST_APP_ROOT'] ?? repositoryRoot);
