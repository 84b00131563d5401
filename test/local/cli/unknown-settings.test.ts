import { expect, it } from 'vitest';
import { unknownSettings } from '../../../local/cli/unknown-settings.ts';

it('tells of a setting that nobody reads, and which one may be meant', () => {
  expect(unknownSettings({ SLUICE_LOGLEVEL: 'warn', SLUICE_NONSENSE: '1' }, '{}')).toEqual([
    'SLUICE_LOGLEVEL is no setting of Sluice, and changes nothing: SLUICE_LOG_LEVEL is meant?',
    'SLUICE_NONSENSE is no setting of Sluice, and changes nothing',
  ]);
});

it('says nothing of settings that Sluice, the gateway file, its tools or others read', () => {
  const settings = {
    SLUICE_LOG_LEVEL: 'warn',
    SLUICE_EAST_KEY: 'k',
    SLUICE_KEY: 'k',
    SLUICE_LIVE_MODEL: 'm',
    PATH: '/',
  };
  expect(unknownSettings(settings, '{"setting":"SLUICE_EAST_KEY"}')).toEqual([]);
});
