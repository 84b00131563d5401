import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { app } from '@azure/functions';
import { loadConfig } from '../shared/config/load-config.ts';
import { redactedConfig } from '../shared/config/redacted-config.ts';
import { createGateway } from '../shared/gateway/gateway.ts';
import { watchArrivals } from '../shared/http/arrivals.ts';
import type { Worker } from '../shared/http/worker.ts';
import { connectRedis } from '../shared/redis/connect-redis.ts';
import { createCredentialSources } from '../shared/secrets/credential-sources.ts';
import { createLogger } from '../shared/telemetry/create-logger.ts';

app.setup({ enableHttpStream: true });

// Its mistakes end the start, here: the host prints them all.
const config = loadConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
const log = createLogger({ level: config.settings.logLevel, now: Date.now });
if (config.settings.logSettings) {
  log.info('settings', { settings: redactedConfig(config) });
}

const credentialFor = createCredentialSources({
  keyVaultUrl: config.settings.keyVaultUrl,
  secretTtlMs: config.settings.secretTtlMs,
  clientId: process.env['AZURE_CLIENT_ID'],
  // Functions offers its identity at this endpoint; a laptop has none, and signs in as its developer.
  signIn: process.env['IDENTITY_ENDPOINT'] === undefined ? 'developer' : 'managed-identity',
  now: Date.now,
  logger: log,
});
const credentials = new Map(config.deployments.map(({ name, credential }) => [name, credentialFor(credential)]));

const redis =
  config.settings.redisUrl === undefined
    ? undefined
    : connectRedis({ url: config.settings.redisUrl.reveal(), commandTimeoutMs: 1_000, keyPrefix: '{sluice}:', log });

/** What the functions of this process share, made once from its settings. */
export const worker: Worker = {
  gateway: createGateway(config, {
    credentialOf: ({ name, credential }) => credentials.get(name) ?? credentialFor(credential),
    log,
    redis,
  }),
  arrivals: watchArrivals({ unclaimedAfterMs: 5_000 }),
  log,
  maxBodyBytes: config.settings.maxBodyBytes,
  now: Date.now,
  newRequestId: randomUUID,
};
