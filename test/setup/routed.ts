import type { Simulator } from '../../local/azure/simulator.ts';
import type { GatewayFixtureOptions } from './gateway-fixture.ts';

/**
 * A gateway file whose `gpt-4o` (chat-east, then chat-west) has these route options. Beside it are `gpt-4o-mini`
 * (mini-east, then mini-west) and the embedding model; `more` holds further models.
 */
export function routed(
  options: object,
  more: object = {},
): Required<Pick<GatewayFixtureOptions, 'upstreamsAndModels'>> {
  return {
    upstreamsAndModels: (simulator) => ({
      upstreams: {
        east: { endpoint: urlOf(simulator, 'east'), credential: { setting: 'EAST_KEY' } },
        west: { endpoint: urlOf(simulator, 'west'), credential: { setting: 'WEST_KEY' } },
      },
      models: {
        'gpt-4o': { deployments: [onEast('chat-east', 1), onWest('chat-west', 2)], ...options },
        'gpt-4o-mini': { deployments: [onEast('mini-east', 1), onWest('mini-west', 2)] },
        'text-embedding-3-small': { deployments: [onEast('embed-east', 1)] },
        ...more,
      },
    }),
  };
}

function onEast(name: string, priority: number): object {
  return { name, upstream: 'east', deployment: name, priority };
}

function onWest(name: string, priority: number): object {
  return { name, upstream: 'west', deployment: name, priority };
}

function urlOf(simulator: Simulator, resource: string): string {
  const found = simulator.resources[resource];
  if (found === undefined) throw new Error(`The simulator has no resource ${resource}.`);
  return found.url;
}
