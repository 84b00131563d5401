import type { RedisState } from '../redis/redis-connection.ts';
import type { DroppedTelemetry, InstanceFigures } from '../telemetry/metrics/instance-figures.ts';
import type { Parts } from './parts.ts';

/** What of an instance's figures the gateway knows. */
export type GatewayFigures = Omit<InstanceFigures, 'requestsInFlight'>;

/**
 * How the instance stands now, from what it knows by itself; `storeState` is that of a store it shares with others,
 * `telemetryDropped` what its telemetry lost.
 */
export function readFigures(
  parts: Parts,
  storeState: RedisState | undefined,
  telemetryDropped?: DroppedTelemetry,
): GatewayFigures {
  const { store, waiting } = parts.limits.limiter.status();
  return {
    deployments: parts.config.deployments.map((deployment) => {
      const { state, readCount } = parts.credentialOf(deployment).status();
      const { name } = deployment;
      return { name, circuit: parts.breakers.of(name).state, credential: state, credentialReads: readCount };
    }),
    isStoreUp: storeState && storeState === 'ready',
    limits: { isStoreUp: store === 'up', waiting },
    cache: parts.keeper.memory(),
    ledger: parts.usage?.ledger.counts(),
    telemetryDropped,
  };
}
