import { describe, expect, it } from 'vitest';

import { deployTemplate } from '../../../local/infra/deploy-template.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { firstCaller } from '../../setup/infra-deployment.ts';

describe('a deployment on paper', () => {
  it.each([
    ['a parameter that is missing', { callerKeyId: undefined }, /the parameter callerKeyId is missing/],
    ['a value that is not allowed', { logLevel: 'loud' }, /logLevel is "loud", not one of/],
    ['a value of another type', { createRedis: 'yes' }, /createRedis is "yes", not of type bool/],
  ])('refuses %s', async (_, change, reason) => {
    const template = await readTemplate();
    const given = Object.entries({ ...firstCaller.parameters, ...change });
    const parameters = Object.fromEntries(
      given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    expect(() => deployTemplate(template, parameters)).toThrow(reason);
  });

  it('refuses a module that reads what is not there', async () => {
    const text = (await readTemplate()).textOf('main.bicep');
    const template = await readTemplate({
      'main.bicep': text.replace('network!.outputs.appSubnetId', 'network!.outputs.none'),
    });
    const parameters = { ...firstCaller.parameters, networkAccess: 'restricted' };
    expect(() => deployTemplate(template, parameters)).toThrow(/none is not there/);
  });

  it('refuses a file to load that is not there', async () => {
    const text = (await readTemplate()).textOf('modules/workbook.bicep');
    const template = await readTemplate({ 'modules/workbook.bicep': text.replace('sluice.workbook', 'other') });
    expect(() => deployTemplate(template, firstCaller.parameters)).toThrow(/ENOENT/);
  });

  it('is the same every time', async () => {
    const template = await readTemplate();
    expect(deployTemplate(template, firstCaller.parameters)).toEqual(deployTemplate(template, firstCaller.parameters));
  });
});
