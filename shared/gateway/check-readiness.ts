import type { Deployment } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { SigningKeysState } from '../identity/signing-keys.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Parts } from './parts.ts';
import { remembered } from './remembered.ts';

/** Whether the instance can serve: each thing it needs, and what is wrong with it. */
export type Readiness = {
  readonly ready: boolean;
  readonly checks: {
    readonly settings: 'ok';
    readonly secrets: 'ok' | 'failed';
    readonly upstream: 'ok' | 'failed';
    /** The keys that tokens of callers are checked with, where they are taken; gateway keys work without. */
    readonly signingKeys?: SigningKeysState;
  };
};

/**
 * Checks that the secrets can be read and that at least one deployment's endpoint answers. One working deployment is
 * enough to be ready. Costs no tokens: the endpoint is asked for its list of models. Looked at anew at most every
 * five seconds, however often it is asked, so that a probe cannot become load.
 */
export function createReadinessCheck(parts: Parts): () => Promise<Readiness> {
  return remembered(() => look(parts), lookedAtForMs, parts.now);
}

async function look(parts: Parts): Promise<Readiness> {
  const resources = new Map(parts.config.deployments.map((deployment) => [deployment.endpoint, deployment]));
  const [found, signingKeys] = await Promise.all([
    Promise.all([...resources.values()].map((deployment) => lookAt(deployment, parts))),
    parts.identity?.checkKeys(),
  ]);
  const secrets = found.some(({ hasCredential }) => hasCredential) ? 'ok' : 'failed';
  const upstream = found.some(({ isReachable }) => isReachable) ? 'ok' : 'failed';
  return {
    ready: secrets === 'ok' && upstream === 'ok',
    checks: { settings: 'ok', secrets, upstream, ...(signingKeys === undefined ? {} : { signingKeys }) },
  };
}

/** Whether a deployment's credential can be read, and whether its address answers and takes it. Never throws for either. */
export async function lookAt(
  deployment: Deployment,
  parts: Parts,
): Promise<{ hasCredential: boolean; isReachable: boolean }> {
  let hasCredential = false;
  try {
    const credential = await parts.credentialOf(deployment).current();
    hasCredential = true;
    const signal = AbortSignal.timeout(parts.config.timeouts.connectMs);
    await parts.providerOf(deployment).probe(deployment, credential, signal);
    return { hasCredential, isReachable: true };
  } catch (error) {
    if (!(error instanceof GatewayError) && !(error instanceof UpstreamFailure)) {
      throw error;
    }
    return { hasCredential, isReachable: false };
  }
}

const lookedAtForMs = 5_000;
