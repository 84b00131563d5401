import { describe, expect, it } from 'vitest';

import { moduleFaults } from '../../../local/infra/module-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

describe('the modules', () => {
  it('get what they take, and give what is read', async () => {
    expect(moduleFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    [
      'a parameter the module does not have',
      '    jobDeleteDays: jobKeepDays',
      '    keepDays: jobKeepDays',
      'modules/storage.bicep has no parameter keepDays',
    ],
    [
      'one it needs and does not get',
      '    jobDeleteDays: jobKeepDays + 1\n',
      '',
      'module storage: jobDeleteDays is not given',
    ],
    [
      'an output that does not exist',
      'gateway.outputs.json',
      'gateway.outputs.text',
      'modules/gateway-file.bicep has no output text',
    ],
    [
      'an output of a module that may not be there',
      'network!.outputs.appSubnetId',
      'network!.outputs.subnet',
      'modules/network.bicep has no output subnet',
    ],
    [
      'an output that nobody reads',
      'gateway.outputs.json',
      "''",
      'modules/gateway-file.bicep: nobody reads the output json',
    ],
    ['a file that is not there', "'modules/redis.bicep'", "'modules/cache.bicep'", 'there is no modules/cache.bicep'],
    [
      'a file that nothing deploys',
      "'modules/redis.bicep'",
      "'modules/storage.bicep'",
      'modules/redis.bicep: nothing deploys it',
    ],
    [
      'a type that a file does not export',
      'import { existingAccount }',
      'import { strangeAccount }',
      'exports no strangeAccount',
    ],
  ])('show %s', async (_, piece, replacement, fault) => {
    expect((await faultsOf(moduleFaults, 'main.bicep', piece, replacement)).join('\n')).toContain(fault);
  });
});
