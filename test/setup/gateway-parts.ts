import { parseCacheControl } from '../../shared/cache/cache-control.ts';
import type { Caller, Config, Deployment } from '../../shared/config/config.ts';
import { loadConfig } from '../../shared/config/load-config.ts';
import { RoundRobin } from '../../shared/deployments/round-robin.ts';
import { DeploymentStates } from '../../shared/deployments/deployment-states.ts';
import type { Call } from '../../shared/gateway/call.ts';
import { AnswerKeeper } from '../../shared/gateway/answer-keeper.ts';
import { createLimits } from '../../shared/gateway/limits.ts';
import type { Parts } from '../../shared/gateway/parts.ts';
import { createCatalogue } from '../../shared/models/catalogue.ts';
import { Metrics } from '../../shared/telemetry/metrics/metrics.ts';
import { openUsage } from '../../shared/usage/open-usage.ts';
import { Breakers } from '../../shared/resilience/breakers.ts';
import { Latencies } from '../../shared/resilience/latencies.ts';
import { createEncodings } from '../../shared/tokens/bpe/encodings.ts';
import { createCredentialSources } from '../../shared/secrets/credential-sources.ts';
import { PooledFetch } from '../../shared/upstream/pooled-fetch.ts';
import { createProviders } from '../../shared/upstream/providers.ts';
import { startGatewayFixture, type GatewayFixture, type GatewayFixtureOptions } from './gateway-fixture.ts';
import { recordedLog, type RecordedLog } from './recorded-log.ts';

/** The gateway's parts over a simulator, each within reach of a test. */
export type GatewayParts = GatewayFixture & {
  readonly parts: Parts;
  readonly log: RecordedLog;
  readonly caller: Caller;
  /** A call of the fixture's caller that begins now. */
  call(members?: Partial<Call>): Call;
  deployment(name: string): Deployment;
};

/** What a test sets itself; `file` replaces whole members of the gateway file. */
export type GatewayPartsOptions = GatewayFixtureOptions & {
  readonly file?: (fixture: GatewayFixture) => object;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Stands in for the vault of credentials that name a secret. */
  readonly readSecret?: Parameters<typeof createCredentialSources>[0]['readSecret'];
};

/** Starts a simulator and puts together what `createGateway` would. The dice always show 0 unless told otherwise. */
export async function startGatewayParts(options: GatewayPartsOptions = {}): Promise<GatewayParts> {
  const fixture = await startGatewayFixture(options);
  const config =
    options.file === undefined ? fixture.config : configOf({ ...fixture.file, ...options.file(fixture) }, fixture);
  const now = options.now ?? Date.now;
  const log = recordedLog();
  const credentialOf = createCredentialSources({
    secretTtlMs: 3_600_000,
    now,
    random: () => 0,
    logger: log,
    ...(options.readSecret === undefined ? {} : { readSecret: options.readSecret }),
  });
  const credentials = new Map(config.deployments.map(({ name, credential }) => [name, credentialOf(credential)]));
  const fetch = new PooledFetch({ connectMs: config.timeouts.connectMs });
  const { findModel } = createCatalogue(config.catalogue);
  const [caller] = config.callers;
  if (caller === undefined) throw new Error('The gateway file names no caller.');
  const usage = {
    ...openUsage({ address: undefined, table: '', spoolBytes: 0 }, log),
    unpricedModels: new Set<string>(),
  };
  return {
    ...fixture,
    config,
    log,
    caller,
    parts: {
      config,
      states: new DeploymentStates(),
      credentialOf: ({ name, credential }) => credentials.get(name) ?? credentialOf(credential),
      providerOf: createProviders(fetch, now, findModel),
      breakers: new Breakers(config.breaker, now),
      latencies: new Latencies(),
      turn: new RoundRobin(),
      encodings: createEncodings(),
      findModel,
      usage,
      onRecord: (record) => usage.ledger.append(record),
      limits: createLimits(config, { redis: undefined, usage, log, now, random: options.random ?? (() => 0) }),
      keeper: new AnswerKeeper(
        config,
        undefined,
        () => Promise.reject(new Error('No question is embedded.')),
        log,
        now,
      ),
      metrics: new Metrics({
        names: {
          callers: config.callers.map(({ name }) => name),
          models: config.models.keys(),
          deployments: config.deployments.map(({ name }) => name),
        },
        version: '1',
      }),
      log,
      now,
      random: options.random ?? (() => 0),
    },
    call: (members = {}) => ({
      requestId: 'request-1',
      caller,
      keyId: 'key0000001',
      gone: new AbortController().signal,
      startedMs: now(),
      cacheControl: parseCacheControl(undefined),
      ...members,
    }),
    deployment(name) {
      const found = config.deployments.find((each) => each.name === name);
      if (found === undefined) throw new Error(`The gateway file has no deployment ${name}.`);
      return found;
    },
    async stop() {
      await fetch.close();
      await fixture.stop();
    },
  };
}

function configOf(file: object, { env }: GatewayFixture): Config {
  return loadConfig({
    env: { ...env, SLUICE_KEY_VAULT_URL: 'http://127.0.0.1:9', SLUICE_GATEWAY_JSON: JSON.stringify(file) },
    readFile: () => '',
  });
}
