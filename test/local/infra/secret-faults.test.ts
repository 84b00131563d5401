import { describe, expect, it } from 'vitest';

import { secretFaults } from '../../../local/infra/secret-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { faultsOf } from '../../setup/faults-of.ts';

const output = 'output id string = cluster.id';

describe('the outputs', () => {
  it('tell no secret', async () => {
    expect(secretFaults(await readTemplate())).toEqual([]);
  });

  it.each([
    ['a key', 'output id string = cluster::database.listKeys().primaryKey', 'the output id is made of a secret'],
    [
      'a key by way of a variable',
      `var key = cluster::database.listKeys().primaryKey\noutput id string = '\${key}'`,
      'the output id is made of a secret',
    ],
    ['a secure parameter', '@secure()\nparam key string\noutput id string = key', 'the output id is made of a secret'],
    [
      'a key that goes into no vault',
      `var key = cluster::database.listKeys()\n${output}`,
      'elsewhere than into the vault',
    ],
  ])('show %s', async (_, replacement, fault) => {
    expect((await faultsOf(secretFaults, 'modules/redis.bicep', output, replacement)).join('\n')).toContain(fault);
  });
});
