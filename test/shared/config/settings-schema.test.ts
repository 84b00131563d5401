import { expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/config/settings-schema.ts';

it('has a default for every setting but the vault and the file itself', () => {
  expect(settingsSchema.parse({})).toEqual({
    SLUICE_GATEWAY_FILE: 'gateway.json',
    SLUICE_SECRET_TTL_SECONDS: 3600,
    SLUICE_LOG_LEVEL: 'info',
    SLUICE_DEBUG: false,
    SLUICE_LOG_SETTINGS: false,
    SLUICE_CACHE_BYTES: 67_108_864,
    SLUICE_USAGE_TABLE: 'sluiceusage',
    SLUICE_USAGE_SPOOL_BYTES: 67_108_864,
    SLUICE_TRACE_SAMPLE_PERCENT: 100,
    SLUICE_JOB_QUEUE: 'sluice-jobs',
    SLUICE_JOB_KEEP_HOURS: 24,
    SLUICE_JOB_DEADLINE_SECONDS: 1_500,
    SLUICE_MAX_BODY_BYTES: 20_971_520,
  });
});

it('leaves settings of others alone', () => {
  expect(settingsSchema.safeParse({ PATH: '/bin', FUNCTIONS_WORKER_RUNTIME: 'node' }).success).toBe(true);
});

it.each([
  { SLUICE_KEY_VAULT_URL: 'vault.example' },
  { SLUICE_SECRET_TTL_SECONDS: '0' },
  { SLUICE_LOG_LEVEL: 'verbose' },
  { SLUICE_MAX_BODY_BYTES: '12' },
  { SLUICE_JOB_QUEUE: 'Two--hyphens' },
  { SLUICE_JOB_QUEUE: 'q' },
  { SLUICE_PUBLIC_URL: 'http://ai.example' },
])('refuses %j', (settings) => {
  expect(settingsSchema.safeParse(settings).success).toBe(false);
});

it('takes a log level in any case, and none that is no text', () => {
  expect(settingsSchema.parse({ SLUICE_LOG_LEVEL: ' Error ' }).SLUICE_LOG_LEVEL).toBe('error');
  expect(settingsSchema.safeParse({ SLUICE_LOG_LEVEL: 5 }).success).toBe(false);
});
