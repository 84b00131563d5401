import { describe, expect, it } from 'vitest';

import { roleFaults } from '../../../local/infra/role-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

const user = "var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'";

describe('the roles', () => {
  it('are those they are called, and each is given to somebody', async () => {
    expect(roleFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    ['an id that is another role', user.replace('4633458b', 'b86a8fe4'), 'is no role of the table'],
    ['a role under a wrong name', user.replace('SecretsUser', 'Reader'), 'keyVaultReader is Key Vault Secrets User'],
    ['a role that nobody is given any more', "var keyVaultSecretsUser = ''", 'nobody is given Key Vault Secrets User'],
    [
      'an id that no variable names',
      `${user}\nvar all = ['00000000-0000-0000-0000-000000000001']`,
      'an id that no variable names',
    ],
  ])('show %s', async (_, replacement, fault) => {
    expect((await faultsOf(roleFaults, 'modules/key-vault.bicep', user, replacement)).join('\n')).toContain(fault);
  });
});
