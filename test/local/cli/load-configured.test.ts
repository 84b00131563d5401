import { expect, it } from 'vitest';
import { configuredFile, configuredSettings, loadConfigured } from '../../../local/cli/load-configured.ts';
import { fakeTerminal } from '../../fixtures/fake-terminal.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

const readSettings = () => ({ SLUICE_GATEWAY_FILE: 'theirs.json', SLUICE_LOG_LEVEL: 'warn', ...vault });
const vault = { SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net' };
const files = { 'theirs.json': JSON.stringify(gatewayFile()) };

it('goes by the environment, and by local.settings.json where that has none', () => {
  const { terminal } = fakeTerminal({ readSettings, env: { SLUICE_LOG_LEVEL: 'error' }, files });
  expect(configuredSettings(terminal, { file: undefined })).toMatchObject({ SLUICE_LOG_LEVEL: 'error', ...vault });
  expect(loadConfigured(terminal, { file: undefined }).settings.logLevel).toBe('error');
  expect(configuredFile(terminal, { file: undefined })).toBe('theirs.json');
});

it('uses the file of the command line before any that is configured', () => {
  const { terminal } = fakeTerminal({ env: gatewaySettings(), files: { 'mine.json': '{}' } });
  expect(() => loadConfigured(terminal, { file: 'mine.json' })).toThrow(/models: expected an object/);
  expect(configuredFile(terminal, { file: 'mine.json' })).toBe('mine.json');
});

it('has no file when a setting holds the gateway file itself', () => {
  expect(configuredFile(fakeTerminal({ env: gatewaySettings() }).terminal, { file: undefined })).toBeUndefined();
  expect(configuredFile(fakeTerminal().terminal, { file: undefined })).toBe('gateway.json');
});

it('takes no storage account of local.settings.json beside one that the environment names', () => {
  const settings = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  const storageOf = (env: Record<string, string>) => {
    const { terminal } = fakeTerminal({ readSettings: () => settings, env });
    return configuredSettings(terminal, { file: undefined })['AzureWebJobsStorage'];
  };
  expect(storageOf({ AzureWebJobsStorage__accountName: 'mine' })).toBeUndefined();
  expect(storageOf({ AzureWebJobsStorage__queueServiceUri: 'https://mine.example' })).toBeUndefined();
  expect(storageOf({ AzureWebJobsStorage__accountName: '' })).toBe('UseDevelopmentStorage=true');
  expect(storageOf({ AzureWebJobsStorage__accountName: 'mine', AzureWebJobsStorage: 'AccountName=a' })).toBe(
    'AccountName=a',
  );
});
