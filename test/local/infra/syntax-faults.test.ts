import { describe, expect, it } from 'vitest';

import { syntaxFaults } from '../../../local/infra/syntax-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

describe('the syntax of the templates', () => {
  it('is Bicep throughout', async () => {
    expect(syntaxFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    ['a brace that is not closed', "    name: 'id-${token}'\n", '    name: {\n'],
    ['a parameter without a type', 'param location string\n', 'param location\n'],
    ['a word of another language', 'resource group ', 'let group '],
    ['a text that does not end', "var packageContainer = 'app-package'", "var packageContainer = 'app-package"],
  ])('is told from %s', async (_, piece, replacement) => {
    expect(await faultsOf(syntaxFaults, 'main.bicep', piece, replacement)).toContainEqual(
      expect.stringMatching(/^main\.bicep:\d+:\d+: /),
    );
  });
});
