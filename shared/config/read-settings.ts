import { SecretValue } from '../secret-value.ts';
import type { Settings } from './config.ts';
import type { Environment } from './environment.ts';
import type { Mistake } from './mistake.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { settingsSchema } from './settings-schema.ts';

/** What the app settings say, or their mistakes. A setting that is empty counts as absent. */
export function readSettings(env: Environment): { settings?: Settings; mistakes: Mistake[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) return { mistakes: schemaMistakes(parsed.error.issues, given) };
  const { data } = parsed;
  return {
    mistakes: [],
    settings: {
      logLevel: data.SLUICE_DEBUG ? 'debug' : data.SLUICE_LOG_LEVEL,
      keyVaultUrl: data.SLUICE_KEY_VAULT_URL?.replace(/\/+$/, ''),
      secretTtlMs: data.SLUICE_SECRET_TTL_SECONDS * 1000,
      maxBodyBytes: data.SLUICE_MAX_BODY_BYTES,
      redisUrl: data.SLUICE_REDIS_URL === undefined ? undefined : new SecretValue(data.SLUICE_REDIS_URL),
      cacheBytes: data.SLUICE_CACHE_BYTES,
      logSettings: data.SLUICE_LOG_SETTINGS,
    },
  };
}
