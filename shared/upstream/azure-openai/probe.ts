import type { Deployment } from '../../config/config.ts';
import type { Credential } from '../../secrets/credential.ts';
import { probeAnswer } from '../open-answer.ts';
import type { PooledFetch } from '../pooled-fetch.ts';
import { credentialHeaders } from './attempt.ts';
import type { AzureClients } from './client.ts';

/**
 * Asks a deployment's resource for its list of models: whether it can be reached and takes the credential, at no cost
 * in tokens. That the deployment itself exists it cannot tell. Throws `UpstreamFailure`.
 */
export function probe(
  deployment: Deployment,
  credential: Credential,
  signal: AbortSignal,
  clients: AzureClients,
  fetch: PooledFetch,
  nowMs: number,
): Promise<void> {
  // The client would send its own placeholder beside the credential.
  const headers = { 'api-key': null, authorization: null, ...credentialHeaders(credential) };
  const client = clients.clientFor(deployment);
  const send = async () => fetch.answerOf(await client.get('/models', { signal, headers }).asResponse());
  return probeAnswer(send, deployment.name, signal, { fetch, now: () => nowMs });
}
