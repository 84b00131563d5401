import { describe, expect, it } from 'vitest';

import { nameFaults } from '../../../local/infra/name-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

describe('the names of the templates', () => {
  it('are all declared and used', async () => {
    expect(nameFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    [
      'a parameter that nothing uses',
      'param location string\n',
      'param location string\nparam spare string\n',
      'nothing uses spare',
    ],
    [
      'a variable that only a key is called like',
      "var packageContainer = 'app-package'",
      "var packageContainer = 'app-package'\nvar principalId = ''",
      'nothing uses principalId',
    ],
    [
      'an import that nothing uses',
      'import { openAiDeployment }',
      'import { openAiDeployment, other }',
      'nothing uses other',
    ],
    [
      'a name that nothing declares',
      'jobKeepDays: jobKeepDays',
      'jobKeepDays: jobKeepDay',
      'nothing declares jobKeepDay',
    ],
    [
      'a name for two things',
      'param callerName string',
      'param tags string\nparam callerName string',
      'tags is declared twice',
    ],
  ])('show %s', async (_, piece, replacement, fault) => {
    expect((await faultsOf(nameFaults, 'main.bicep', piece, replacement)).join('\n')).toContain(fault);
  });
});
