import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { app } from '@azure/functions';
import { loadConfig } from '../shared/config/load-config.ts';
import { redactedConfig } from '../shared/config/redacted-config.ts';
import { announcingLog } from '../shared/gateway/announcing-log.ts';
import { createGateway } from '../shared/gateway/gateway.ts';
import { openInsights } from '../shared/gateway/open-insights.ts';
import { watchedJobs } from '../shared/gateway/watched-jobs.ts';
import { watchedSecrets, watchedStore, watchedTokens } from '../shared/gateway/watched.ts';
import { watchArrivals } from '../shared/http/arrivals.ts';
import type { Worker } from '../shared/http/worker.ts';
import { openJobs } from '../shared/jobs/open-jobs.ts';
import { connectRedis } from '../shared/redis/connect-redis.ts';
import { createCredentialSources } from '../shared/secrets/credential-sources.ts';
import { createTokenRequest } from '../shared/secrets/identity-credential.ts';
import { createLogger } from '../shared/telemetry/create-logger.ts';
import { watchDependencies } from '../shared/telemetry/watch-dependency.ts';
import { openUsage } from '../shared/usage/open-usage.ts';
import { storageAddress } from '../shared/usage/storage-address.ts';

app.setup({ enableHttpStream: true });

// Its mistakes end the start, here: the host prints them all.
const config = loadConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
const log = createLogger({ level: config.settings.logLevel, now: Date.now });
if (config.settings.logSettings) {
  log.info('settings', { settings: redactedConfig(config) });
}

// What Azure Monitor's exporter asks of the environment: no statistics to Microsoft, no item of its own with each batch.
process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true';
process.env['APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED'] ??= 'true';

// Functions offers its identity at this endpoint; a laptop has none, and signs in as its developer.
const signIn = process.env['IDENTITY_ENDPOINT'] === undefined ? 'developer' : 'managed-identity';
const requestToken = createTokenRequest(signIn);
const telemetry = openInsights(config.settings.insights, {
  requestToken,
  role: process.env['WEBSITE_SITE_NAME'] ?? 'sluice',
  roleInstance: process.env['WEBSITE_INSTANCE_ID'] ?? hostname(),
  log,
});
const watch = watchDependencies(telemetry?.tracing);
const credentialFor = createCredentialSources({
  keyVaultUrl: config.settings.keyVaultUrl,
  secretTtlMs: config.settings.secretTtlMs,
  clientId: process.env['AZURE_CLIENT_ID'],
  signIn,
  now: Date.now,
  logger: log,
  requestToken: watchedTokens(requestToken, watch),
  watchSecrets: (read) => watchedSecrets(read, config.settings.keyVaultUrl, watch),
});
const credentials = new Map(config.deployments.map(({ name, credential }) => [name, credentialFor(credential)]));

const redis =
  config.settings.redisUrl === undefined
    ? undefined
    : connectRedis({ url: config.settings.redisUrl.reveal(), commandTimeoutMs: 1_000, keyPrefix: '{sluice}:', log });

const { store, ...place } = config.settings.usage;
const usage = openUsage(
  {
    ...place,
    address:
      store === 'memory'
        ? undefined
        : storageAddress(
            {
              connectionString: process.env['AzureWebJobsStorage'],
              accountName: process.env['AzureWebJobsStorage__accountName'],
              tableServiceUri: process.env['AzureWebJobsStorage__tableServiceUri'],
            },
            (scope) => requestToken(scope, process.env['AzureWebJobsStorage__clientId']),
          ),
  },
  announcingLog(log, telemetry?.tracing),
  (opened) => watchedStore(opened, watch),
);
// A worker that Functions ends has a few seconds; what is then not written waits on the spool.
app.hook.appTerminate(async () => {
  await Promise.all([usage.ledger.drain(5_000), telemetry?.drain(5_000)]);
});

// In the account that the Functions host itself uses, because that is where it polls the queue.
const jobs = openJobs(
  {
    connectionString: process.env['AzureWebJobsStorage'],
    accountName: process.env['AzureWebJobsStorage__accountName'],
    queueServiceUri: process.env['AzureWebJobsStorage__queueServiceUri'],
    blobServiceUri: process.env['AzureWebJobsStorage__blobServiceUri'],
  },
  (scope) => requestToken(scope, process.env['AzureWebJobsStorage__clientId']),
  { ...config.settings.jobs, now: Date.now },
);

/** What the functions of this process share, made once from its settings. */
export const worker: Worker = {
  gateway: createGateway(config, {
    credentialOf: ({ name, credential }) => credentials.get(name) ?? credentialFor(credential),
    log,
    redis,
    usage,
    onRecord: telemetry?.measure,
    tracing: telemetry?.tracing,
    telemetryDropped: telemetry?.dropped,
    // Set by the platform where its authentication is on; it then takes the principal off what comes from outside.
    platformAuthentication: process.env['WEBSITE_AUTH_ENABLED']?.toLowerCase() === 'true',
  }),
  arrivals: watchArrivals({ unclaimedAfterMs: 5_000 }),
  log,
  tracing: telemetry?.tracing,
  jobs: jobs && watchedJobs(jobs, watch),
  publicUrl: config.settings.publicUrl,
  maxBodyBytes: config.settings.maxBodyBytes,
  now: Date.now,
  newRequestId: randomUUID,
};
