import { randomBytes } from 'node:crypto';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../local/azure/simulator.ts';
import type { Config } from '../../shared/config/config.ts';
import { createGatewayKey } from '../../shared/config/gateway-key.ts';
import { loadConfig } from '../../shared/config/load-config.ts';

/** Two resources with two deployments each, on three API versions, before a simulator whose answers come at once. */
export const twoResources: SimulatorOptions = {
  tokenDelayMs: 0,
  resources: {
    east: {
      keys: ['e'.repeat(32), 'f'.repeat(32)],
      deployments: {
        'chat-east': { model: 'gpt-4o' },
        'mini-east': { model: 'gpt-4o-mini' },
        'embed-east': { model: 'text-embedding-3-small' },
      },
    },
    west: {
      keys: ['w'.repeat(32), 'v'.repeat(32)],
      deployments: { 'chat-west': { model: 'gpt-4o' }, 'mini-west': { model: 'gpt-4o-mini' } },
    },
  },
};

/** A simulator, the gateway file that names it, and a caller's key. */
export type GatewayFixture = {
  readonly simulator: Simulator;
  readonly file: object;
  readonly key: string;
  readonly env: Record<string, string>;
  readonly config: Config;
  stop(): Promise<void>;
};

/** Members of the gateway file that a test sets itself. */
export type GatewayFixtureOptions = {
  readonly simulator?: SimulatorOptions;
  readonly timeouts?: object;
  readonly retry?: object;
  /** Breakers stay closed unless a test says when they open: one fault must not hide the next. */
  readonly breaker?: object;
  /** What the gateway file says of models over the built-in catalogue. */
  readonly catalogue?: object;
  readonly env?: Record<string, string>;
  /** The models the caller may use; absent for all. */
  readonly models?: readonly string[];
  /** Further members of the one caller, such as its limits. */
  readonly caller?: object;
  /** Further members of the gateway file. */
  readonly members?: object;
  /** Upstreams and models of the test's own, in place of those below. */
  readonly upstreamsAndModels?: (simulator: Simulator) => { upstreams: object; models: object };
  /** Settings that name the simulator's parts. */
  readonly envOf?: (simulator: Simulator) => Record<string, string>;
};

function twoUpstreams(simulator: Simulator) {
  return {
    upstreams: {
      east: { endpoint: urlOf(simulator, 'east'), apiVersion: '2024-10-21', credential: { setting: 'EAST_KEY' } },
      west: { endpoint: urlOf(simulator, 'west'), apiVersion: 'v1', credential: { setting: 'WEST_KEY' } },
    },
    models: {
      'gpt-4o': {
        deployments: [
          { name: 'chat-east', upstream: 'east', deployment: 'chat-east', priority: 1 },
          { name: 'chat-west', upstream: 'west', deployment: 'chat-west', priority: 2 },
        ],
      },
      'gpt-4o-mini': {
        deployments: [
          { name: 'mini-east', upstream: 'east', deployment: 'mini-east', apiVersion: '2024-06-01', priority: 1 },
          { name: 'mini-west', upstream: 'west', deployment: 'mini-west', priority: 2 },
        ],
      },
      'text-embedding-3-small': { deployments: [{ name: 'embed-east', upstream: 'east', deployment: 'embed-east' }] },
    },
  };
}

/** Starts a simulator and writes the gateway file for it. Waits between attempts are a few milliseconds. */
export async function startGatewayFixture(options: GatewayFixtureOptions = {}): Promise<GatewayFixture> {
  const simulator = await startSimulator(options.simulator ?? twoResources);
  const { key, id, sha256 } = createGatewayKey(randomBytes);
  const file = {
    ...(options.upstreamsAndModels ?? twoUpstreams)(simulator),
    callers: {
      tests: {
        keys: [{ id, sha256 }],
        ...(options.models === undefined ? {} : { models: options.models }),
        ...options.caller,
      },
    },
    ...options.members,
    retry: { maxAttempts: 5, baseBackoffMs: 5, maxBackoffMs: 20, ...options.retry },
    ...(options.catalogue === undefined ? {} : { catalogue: options.catalogue }),
    breaker: options.breaker ?? { minimumCalls: 100_000 },
    timeouts: {
      connectMs: 500,
      firstOutputMs: 1_000,
      idleMs: 1_000,
      attemptMs: 3_000,
      deadlineMs: 5_000,
      ...options.timeouts,
    },
  };
  const env = {
    EAST_KEY: 'e'.repeat(32),
    WEST_KEY: 'w'.repeat(32),
    SLUICE_GATEWAY_JSON: JSON.stringify(file),
    ...options.env,
    ...options.envOf?.(simulator),
  };
  return {
    simulator,
    file,
    key,
    env,
    config: loadConfig({ env, readFile: () => '' }),
    stop: () => simulator.stop(),
  };
}

function urlOf(simulator: Simulator, resource: string): string {
  const found = simulator.resources[resource];
  if (found === undefined) {
    throw new Error(`The simulator has no resource ${resource}.`);
  }
  return found.url;
}
