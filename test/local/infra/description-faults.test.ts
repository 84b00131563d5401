import { describe, expect, it } from 'vitest';

import { descriptionFaults } from '../../../local/infra/description-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

describe('the descriptions', () => {
  it('are there for every file, parameter, type and output', async () => {
    expect(descriptionFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    ['a parameter without one', "@description('Name of the identity.')\n", '', 'name has no description'],
    ['an output without one', "@description('Resource id of the identity.')\n", '', 'id has no description'],
    [
      'one that is empty',
      "@description('Name of the identity.')",
      "@description('')",
      'the description of name is no sentence',
    ],
    ['a file that says not what it is', 'metadata description', 'metadata author', 'no metadata description'],
  ])('show %s', async (_, piece, replacement, fault) => {
    expect((await faultsOf(descriptionFaults, 'modules/identity.bicep', piece, replacement)).join('\n')).toContain(
      fault,
    );
  });
});
