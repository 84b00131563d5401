import { SecretValue } from '../secret-value.ts';
import type { Settings } from './config.ts';
import type { Environment } from './environment.ts';
import { settingMistake } from './expand-settings.ts';
import type { Mistake } from './mistake.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { settingsSchema } from './settings-schema.ts';

/** What the app settings say, or their mistakes. A setting that is empty counts as absent. */
export function readSettings(env: Environment): { settings?: Settings; mistakes: Mistake[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const unresolved = Object.keys(settingsSchema.shape).flatMap((path) => {
    const message = path in given ? settingMistake(env, path) : undefined;
    return message === undefined ? [] : [{ path, message }];
  });
  if (unresolved.length > 0) return { mistakes: unresolved };
  const parsed = settingsSchema.safeParse(given, { jitless: true });
  if (!parsed.success) return { mistakes: schemaMistakes(parsed.error.issues, given) };
  const { data } = parsed;
  const hasStorage = storageSettings.some((name) => name in given);
  if (data.SLUICE_USAGE_STORE === 'table' && !hasStorage) {
    const message = 'expected memory, or AzureWebJobsStorage (or its __accountName or __tableServiceUri) to be set';
    return { mistakes: [{ path: 'SLUICE_USAGE_STORE', message }] };
  }
  return {
    mistakes: [],
    settings: {
      logLevel: data.SLUICE_DEBUG ? 'debug' : data.SLUICE_LOG_LEVEL,
      keyVaultUrl: data.SLUICE_KEY_VAULT_URL?.replace(/\/+$/, ''),
      secretTtlMs: data.SLUICE_SECRET_TTL_SECONDS * 1000,
      maxBodyBytes: data.SLUICE_MAX_BODY_BYTES,
      redisUrl: data.SLUICE_REDIS_URL === undefined ? undefined : new SecretValue(data.SLUICE_REDIS_URL),
      cacheBytes: data.SLUICE_CACHE_BYTES,
      usage: {
        store: data.SLUICE_USAGE_STORE ?? (hasStorage ? 'table' : 'memory'),
        table: data.SLUICE_USAGE_TABLE,
        keepDays: data.SLUICE_USAGE_KEEP_DAYS,
        spoolFolder: data.SLUICE_USAGE_SPOOL_FOLDER,
        spoolBytes: data.SLUICE_USAGE_SPOOL_BYTES,
      },
      insights: data.APPLICATIONINSIGHTS_CONNECTION_STRING && {
        connectionString: new SecretValue(data.APPLICATIONINSIGHTS_CONNECTION_STRING.connectionString),
        identity: data.APPLICATIONINSIGHTS_AUTHENTICATION_STRING,
        samplePercent: data.SLUICE_TRACE_SAMPLE_PERCENT,
      },
      jobs: {
        queueName: data.SLUICE_JOB_QUEUE,
        keepMs: data.SLUICE_JOB_KEEP_HOURS * 3_600_000,
        deadlineMs: data.SLUICE_JOB_DEADLINE_SECONDS * 1000,
      },
      publicUrl: data.SLUICE_PUBLIC_URL?.replace(/\/+$/, ''),
      logSettings: data.SLUICE_LOG_SETTINGS,
    },
  };
}

/** Any of these names the app's storage account, as Functions itself has it. */
const storageSettings = [
  'AzureWebJobsStorage',
  'AzureWebJobsStorage__accountName',
  'AzureWebJobsStorage__tableServiceUri',
];
