import { SecretValue } from '../../../shared/secret-value.ts';
import { expect, it } from 'vitest';
import { readSettings } from '../../../shared/config/read-settings.ts';

it('turns texts into what they mean, in the units of the process', () => {
  const env = {
    SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net/',
    SLUICE_SECRET_TTL_SECONDS: '60',
    SLUICE_LOG_LEVEL: 'WARN',
    SLUICE_LOG_SETTINGS: 'true',
    SLUICE_CACHE_BYTES: '1024',
    SLUICE_REDIS_URL: 'rediss://:pass@cache.example:10000',
    SLUICE_USAGE_TABLE: 'usage2',
    SLUICE_USAGE_KEEP_DAYS: '90',
    SLUICE_USAGE_SPOOL_FOLDER: '/var/spool/sluice',
    SLUICE_USAGE_SPOOL_BYTES: '1000',
    SLUICE_JOB_QUEUE: 'long-work',
    SLUICE_JOB_KEEP_HOURS: '2',
    SLUICE_JOB_DEADLINE_SECONDS: '900',
    SLUICE_PUBLIC_URL: 'https://ai.example/gateway/',
    SLUICE_MAX_BODY_BYTES: '1048576',
  };
  expect(readSettings(env)).toEqual({
    mistakes: [],
    settings: {
      keyVaultUrl: 'https://v.vault.azure.net',
      secretTtlMs: 60_000,
      logLevel: 'warn',
      logSettings: true,
      cacheBytes: 1024,
      redisUrl: new SecretValue('rediss://:pass@cache.example:10000'),
      maxBodyBytes: 1_048_576,
      usage: { store: 'memory', table: 'usage2', keepDays: 90, spoolFolder: '/var/spool/sluice', spoolBytes: 1000 },
      jobs: { queueName: 'long-work', keepMs: 7_200_000, deadlineMs: 900_000 },
      publicUrl: 'https://ai.example/gateway',
    },
  });
});

it('logs everything when debugging, whatever the level', () => {
  expect(readSettings({ SLUICE_DEBUG: '1', SLUICE_LOG_LEVEL: 'error' }).settings?.logLevel).toBe('debug');
});

it("keeps usage in the table of the app's storage account where there is one, unless told otherwise", () => {
  const storeOf = (env: Record<string, string>) => readSettings(env).settings?.usage.store;
  expect(storeOf({})).toBe('memory');
  expect(storeOf({ AzureWebJobsStorage: '' })).toBe('memory');
  expect(storeOf({ AzureWebJobsStorage: 'UseDevelopmentStorage=true' })).toBe('table');
  expect(storeOf({ AzureWebJobsStorage__accountName: 'account' })).toBe('table');
  expect(storeOf({ AzureWebJobsStorage__tableServiceUri: 'https://t.example', SLUICE_USAGE_STORE: 'memory' })).toBe(
    'memory',
  );
  expect(readSettings({ SLUICE_USAGE_STORE: 'table' }).mistakes).toEqual([
    { path: 'SLUICE_USAGE_STORE', message: expect.stringContaining('AzureWebJobsStorage') },
  ]);
});

it('takes an empty setting for an absent one', () => {
  const { settings } = readSettings({ SLUICE_LOG_LEVEL: '', SLUICE_KEY_VAULT_URL: '', SLUICE_DEBUG: undefined });
  expect(settings).toMatchObject({ logLevel: 'info', keyVaultUrl: undefined });
});

it('reports every setting that is wrong', () => {
  const { settings, mistakes } = readSettings({
    SLUICE_SECRET_TTL_SECONDS: 'soon',
    SLUICE_KEY_VAULT_URL: 'http://v.example',
  });
  expect(settings).toBeUndefined();
  expect(mistakes).toEqual([
    {
      path: 'SLUICE_KEY_VAULT_URL',
      message: 'expected an https: address (http: is accepted for this machine only)',
      seen: '"http://v.example"',
    },
    { path: 'SLUICE_SECRET_TTL_SECONDS', message: 'expected a number', seen: undefined },
  ]);
});

it('traces to the Application Insights that is named, in the form its exporter reads, and keeps that to itself', () => {
  const key = '11111111-2222-4333-8444-555555555555';
  const env = {
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${key};IngestionEndpoint=https://in.example/;`,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `Authorization=AAD;ClientId=${key}`,
    SLUICE_TRACE_SAMPLE_PERCENT: '12.5',
  };
  const { settings } = readSettings(env);
  expect(settings?.insights).toMatchObject({ identity: { clientId: key }, samplePercent: 12.5 });
  expect(settings?.insights?.connectionString.reveal()).toBe(
    `InstrumentationKey=${key};IngestionEndpoint=https://in.example`,
  );
  expect(JSON.stringify(settings)).not.toContain('in.example');
  expect(readSettings({ SLUICE_TRACE_SAMPLE_PERCENT: '50' }).settings?.insights).toBeUndefined();
});

it('says what a connection string should be, and not what it is', () => {
  const { mistakes } = readSettings({
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=walrus',
    SLUICE_TRACE_SAMPLE_PERCENT: '101',
  });
  expect(mistakes).toEqual([
    {
      path: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
      message: 'expected InstrumentationKey={a UUID};IngestionEndpoint=https://…',
      seen: undefined,
    },
    { path: 'SLUICE_TRACE_SAMPLE_PERCENT', message: 'expected a number of at most 100', seen: '"101"' },
  ]);
});

it.each([
  ['SLUICE_KEY_VAULT_URL', 'https://my-vault.vault.azure.net'],
  ['SLUICE_PUBLIC_URL', 'https://ai.my-company.com'],
])('says of a %s that is no address what one looks like', (path, example) => {
  const message = `expected an address such as ${example}`;
  expect(readSettings({ [path]: 'vault' }).mistakes).toMatchObject([{ path, message }]);
});

it('tells a setting in which Azure left a reference to a vault, and what to do', () => {
  const left = '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/redis)';
  expect(readSettings({ SLUICE_REDIS_URL: left, OTHER: left })).toEqual({
    mistakes: [
      { path: 'SLUICE_REDIS_URL', message: expect.stringContaining("let the app's identity read that secret") },
    ],
  });
});
