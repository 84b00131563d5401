import type { Deployment, Strategy } from '../config/config.ts';
import type { Breaker } from '../resilience/breaker.ts';
import type { RoundRobin } from './round-robin.ts';

/** What a choice among deployments is made with. */
export type Choice = {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** [0, 1). */
  readonly random: () => number;
  /** By lot and weight, in turn, by even lot, the fastest of late, the one with the most quota left. */
  readonly strategy: Strategy;
  /** Whose turn it is, for `round-robin`: one for all calls of an instance. Without it every call is the first. */
  readonly turn?: Pick<RoundRobin, 'take'> | undefined;
  /** What the call may take, for `most-quota`: those with less left come behind those with enough. */
  readonly neededTokens?: number | undefined;
  /** Absent where no breakers are in use. */
  readonly breakerOf?: ((deployment: Deployment) => Pick<Breaker, 'state' | 'admitsAtMs'>) | undefined;
};
