import { describe, expect, it } from 'vitest';

import { resourceFaults } from '../../../local/infra/resource-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

describe('the resources', () => {
  it('are of api versions that are vouched for, and the table of no others', async () => {
    expect(resourceFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    ['another api version', 'virtualNetworks@2025-05-01', 'virtualNetworks@2023-11-01', 'not 2025-05-01'],
    ['another type', 'Microsoft.Network/virtualNetworks@', 'Microsoft.Network/networkManagers@', 'nobody vouched for'],
    [
      'a row that nothing is of',
      'Microsoft.Network/virtualNetworks@',
      'Microsoft.Network/privateEndpoints@',
      'no resource is a Microsoft.Network/virtualNetworks',
    ],
  ])('show %s', async (_, piece, replacement, fault) => {
    expect((await faultsOf(resourceFaults, 'modules/network.bicep', piece, replacement)).join('\n')).toContain(fault);
  });
});
