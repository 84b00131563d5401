import type { GatewayFixtureOptions } from './gateway-fixture.ts';
import type { Simulator, SimulatorOptions } from '../../local/azure/simulator.ts';

/** One resource of each kind of upstream, each with a chat model, before a simulator whose answers come at once. */
export const threeResources: SimulatorOptions = {
  tokenDelayMs: 0,
  resources: {
    east: { keys: ['e'.repeat(32), 'f'.repeat(32)], deployments: { 'chat-east': { model: 'gpt-4o' } } },
    openai: {
      provider: 'openai',
      keys: ['o'.repeat(32), 'p'.repeat(32)],
      deployments: { 'gpt-4o': { model: 'gpt-4o' }, 'text-embedding-3-small': { model: 'text-embedding-3-small' } },
    },
    anthropic: {
      provider: 'anthropic',
      keys: ['a'.repeat(32), 'b'.repeat(32)],
      deployments: {
        'claude-opus-4-6': { model: 'claude-opus-4-6' },
        'claude-haiku-4-5': { model: 'claude-haiku-4-5' },
      },
    },
  },
};

/** A gateway file over them: a model for each provider alone, and `any`, which all three serve in that order. */
export const threeProviders: GatewayFixtureOptions = {
  simulator: threeResources,
  env: { OPENAI_KEY: 'o'.repeat(32), ANTHROPIC_KEY: 'a'.repeat(32) },
  upstreamsAndModels: (simulator) => ({
    upstreams: {
      east: { endpoint: urlOf(simulator, 'east'), credential: { setting: 'EAST_KEY' } },
      openai: { provider: 'openai', endpoint: urlOf(simulator, 'openai'), credential: { setting: 'OPENAI_KEY' } },
      anthropic: {
        provider: 'anthropic',
        endpoint: urlOf(simulator, 'anthropic'),
        credential: { setting: 'ANTHROPIC_KEY' },
      },
    },
    models: {
      'on-azure': {
        model: 'gpt-4o',
        deployments: [{ name: 'azure-alone', upstream: 'east', deployment: 'chat-east' }],
      },
      'on-openai': {
        model: 'gpt-4o',
        deployments: [{ name: 'openai-alone', upstream: 'openai', deployment: 'gpt-4o' }],
      },
      'on-anthropic': {
        model: 'claude-opus-4-6',
        deployments: [{ name: 'anthropic-alone', upstream: 'anthropic', deployment: 'claude-opus-4-6' }],
      },
      any: {
        model: 'gpt-4o',
        deployments: [
          { name: 'any-azure', upstream: 'east', deployment: 'chat-east', priority: 1 },
          { name: 'any-openai', upstream: 'openai', deployment: 'gpt-4o', priority: 2 },
          { name: 'any-anthropic', upstream: 'anthropic', deployment: 'claude-opus-4-6', priority: 3 },
        ],
      },
      'text-embedding-3-small': { deployments: [{ upstream: 'openai', deployment: 'text-embedding-3-small' }] },
    },
    // Tests break deployments on purpose, one after the other.
    breaker: { minimumCalls: 1000 },
  }),
};

function urlOf(simulator: Simulator, resource: string): string {
  const found = simulator.resources[resource];
  if (found === undefined) throw new Error(`The simulator has no resource ${resource}.`);
  return found.url;
}
