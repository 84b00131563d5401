import { describe, expect, it } from 'vitest';

import { platformSettings, unsetSettings } from '../../../local/infra/app-settings.ts';
import { settingFaults, settingsSet } from '../../../local/infra/setting-faults.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { appSettingsOf, deployed } from '../../setup/infra-deployment.ts';
import { faultsOf } from '../../setup/faults-of.ts';

const line = "        SLUICE_USAGE_STORE: 'table'\n";

describe('the app settings', () => {
  it('are those that Sluice reads, or are set or left alone for a reason', async () => {
    expect(settingFaults(await readTemplate())).toEqual([]);
    const reasons = [...Object.values(platformSettings), ...Object.values(unsetSettings)];
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });

  it('found in the text are those that a deployment sets', async () => {
    const found = settingsSet(await readTemplate());
    const full = appSettingsOf(await deployed({ createRedis: true, usageKeepDays: 1 }));
    expect(found.toSorted()).toEqual(Object.keys(full).toSorted());
  });

  it.each([
    ['one that is read and not set', '', 'SLUICE_USAGE_STORE is neither set nor left alone for a reason'],
    [
      'one that nobody reads',
      `${line}        SLUICE_COLOUR: 'blue'\n`,
      'SLUICE_COLOUR is set, and nobody is known to read it',
    ],
    [
      'one that was to be left alone',
      `${line}        SLUICE_DEBUG: 'true'\n`,
      'SLUICE_DEBUG is said to be left alone, and is set',
    ],
  ])('show %s', async (_, replacement, fault) => {
    expect(await faultsOf(settingFaults, 'modules/function-app.bicep', line, replacement)).toContain(fault);
  });

  it('show one that is said to be set and is not', async () => {
    const without = await faultsOf(
      settingFaults,
      'modules/function-app.bicep',
      '        AZURE_CLIENT_ID: identityClientId\n',
      '',
    );
    expect(without).toContain('AZURE_CLIENT_ID is said to be set, and is not');
  });
});
