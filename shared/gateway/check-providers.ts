import type { Caller, Deployment, ProviderName } from '../config/config.ts';
import { lookAt } from './check-readiness.ts';
import { mayUse } from './find-deployments.ts';
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
 * Looks at every provider that the gateway file names, at no cost in tokens, and tells a caller of those that serve the
 * models it may use; an admin caller of all. Looked at anew at most every five seconds, however often and whoever asks.
 */
export function createProvidersCheck(parts: Parts): (caller: Caller) => Promise<readonly ProviderHealth[]> {
  const look = remembered(() => lookAtAll(parts), 5_000, parts.now);
  return async (caller) => {
    const own = (await look()).filter(({ seen: { model } }) => caller.admin || mayUse(caller, model));
    return [...Map.groupBy(own, ({ provider }) => provider)].map(([provider, of]) => {
      const deployments = of.map(({ seen }) => seen);
      const reachable = deployments.filter((each) => each.reachable).length;
      return {
        provider,
        status: reachable === deployments.length ? 'ok' : reachable === 0 ? 'down' : 'degraded',
        deployments,
      };
    });
  };
}

type Look = { readonly provider: ProviderName; readonly seen: ProviderHealth['deployments'][number] };

async function lookAtAll(parts: Parts): Promise<readonly Look[]> {
  const { deployments } = parts.config;
  const found = new Map(
    await Promise.all(
      [...new Map(deployments.map((deployment) => [placeOf(deployment), deployment]))].map(
        async ([place, deployment]) => [place, await lookAt(deployment, parts)] as const,
      ),
    ),
  );
  return deployments.map((deployment) => {
    const { isReachable = false, hasCredential = false } = found.get(placeOf(deployment)) ?? {};
    return {
      provider: deployment.provider,
      seen: {
        name: deployment.name,
        model: deployment.alias,
        reachable: isReachable,
        credential: hasCredential ? 'ok' : 'failed',
        status: parts.states.of(deployment).snapshot(parts.now()).status,
      },
    };
  });
}

/** Deployments at one address with one credential are looked at together. */
function placeOf({ provider, endpoint, credential }: Deployment): string {
  return JSON.stringify([provider, endpoint, credential]);
}
