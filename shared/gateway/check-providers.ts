import type { Deployment, ProviderName } from '../config/config.ts';
import { lookAt } from './check-readiness.ts';
import type { Parts } from './parts.ts';
import { remembered } from './remembered.ts';

/** How one provider fares: by a look at each of its addresses now, and by this instance's own calls. */
export type ProviderHealth = {
  readonly provider: ProviderName;
  /** `ok`: every address answers and takes the credential; `down`: none does. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly deployments: readonly {
    readonly name: string;
    readonly model: string;
    /** Whether its address answered just now. */
    readonly reachable: boolean;
    readonly credential: 'ok' | 'failed';
    /** What this instance's own calls have shown. */
    readonly status: string;
  }[];
};

/**
 * Looks at every provider that the gateway file names, at no cost in tokens. Looked at anew at most every five seconds,
 * however often it is asked.
 */
export function createProvidersCheck(parts: Parts): () => Promise<readonly ProviderHealth[]> {
  return remembered(() => look(parts), 5_000, parts.now);
}

async function look(parts: Parts): Promise<readonly ProviderHealth[]> {
  const { deployments } = parts.config;
  const found = new Map(
    await Promise.all(
      [...new Map(deployments.map((deployment) => [placeOf(deployment), deployment]))].map(
        async ([place, deployment]) => [place, await lookAt(deployment, parts)] as const,
      ),
    ),
  );
  return [...new Set(deployments.map(({ provider }) => provider))].map((provider) => {
    const own = deployments
      .filter((deployment) => deployment.provider === provider)
      .map((deployment) => {
        const { isReachable = false, hasCredential = false } = found.get(placeOf(deployment)) ?? {};
        return {
          name: deployment.name,
          model: deployment.alias,
          reachable: isReachable,
          credential: hasCredential ? ('ok' as const) : ('failed' as const),
          status: parts.states.of(deployment).snapshot(parts.now()).status,
        };
      });
    const reachable = own.filter((each) => each.reachable).length;
    return {
      provider,
      status: reachable === own.length ? 'ok' : reachable === 0 ? 'down' : 'degraded',
      deployments: own,
    };
  });
}

/** Deployments at one address with one credential are looked at together. */
function placeOf({ provider, endpoint, credential }: Deployment): string {
  return JSON.stringify([provider, endpoint, credential]);
}
