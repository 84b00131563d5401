import { expect, it } from 'vitest';

import { findBicep } from '../../../local/infra/find-bicep.ts';
import { sarif, scriptedBicep } from '../../setup/scripted-bicep.ts';

it('takes the compiler that is named, and asks it for its version', async () => {
  const { path, calls } = await scriptedBicep({ stderr: sarif() });
  expect(findBicep(path, [])).toEqual({ path, version: '9.8.7' });
  expect(await calls()).toEqual([['--version']]);
});

it.each([
  ['nothing is there', '/no/such/bicep'],
  ['another program is', process.execPath],
])('refuses a name where %s, though there is a compiler elsewhere', async (_, named) => {
  const { path } = await scriptedBicep({ stderr: sarif() });
  expect(() => findBicep(named, [path])).toThrow(`${named} is no Bicep compiler`);
});

it('takes the first of the usual places where a compiler is', async () => {
  const first = await scriptedBicep({ stderr: sarif() });
  const second = await scriptedBicep({ stderr: sarif() });
  expect(findBicep(undefined, ['/no/such/bicep', first.path, second.path])).toMatchObject({ path: first.path });
});

it('finds none where none is', () => {
  expect(findBicep(undefined, ['/no/such/bicep'])).toBeUndefined();
});
