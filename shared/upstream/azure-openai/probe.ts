import type { Deployment } from '../../config/config.ts';
import type { Credential } from '../../secrets/credential.ts';
import type { PooledFetch } from '../pooled-fetch.ts';
import { credentialHeaders } from './attempt.ts';
import type { AzureClients } from './client.ts';
import { failureOfError } from './failure-of-error.ts';

/**
 * Asks a deployment's resource for its list of models: whether it can be reached and takes the credential, at no cost
 * in tokens. That the deployment itself exists it cannot tell. Throws `UpstreamFailure`.
 */
export async function probe(
  deployment: Deployment,
  credential: Credential,
  signal: AbortSignal,
  clients: AzureClients,
  fetch: PooledFetch,
  nowMs: number,
): Promise<void> {
  try {
    const response = await clients
      .clientFor(deployment)
      .get('/models', { signal, headers: credentialHeaders(credential) })
      .asResponse();
    await fetch.takeBytes(response).dump({ limit: 4_194_304, signal });
  } catch (error) {
    throw failureOfError(error, deployment.name, (headers) => fetch.errorText(headers), nowMs);
  }
}
