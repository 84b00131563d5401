import type { Credential } from '../../secrets/credential.ts';
import { retryAfterMs } from '../../resilience/retry-after.ts';
import type { PooledBytes, PooledFetch } from '../pooled-fetch.ts';
import type { Attempt, AttemptAnswer } from '../provider.ts';
import { UpstreamFailure } from '../upstream-failure.ts';
import { failureOfError } from './failure-of-error.ts';
import type { AzureClients } from './client.ts';

/** What goes up in one attempt. `body` is complete: its `model` is the deployment's name. */
export type AttemptRequest = Omit<Attempt, 'learned'> & {
  /** Path of the operation below `/openai/…`, such as `/chat/completions`. */
  readonly path: `/${string}`;
  readonly body: object;
};

/**
 * One attempt of one operation against one deployment, through the official client. Resolves when the answer's headers
 * are there; throws `UpstreamFailure` for everything else. Nothing is retried here.
 */
export async function attempt(
  request: AttemptRequest,
  clients: AzureClients,
  fetch: PooledFetch,
  nowMs: () => number,
): Promise<AttemptAnswer & { readonly bytes: PooledBytes }> {
  const { deployment, credential } = request;
  try {
    const response = await clients
      .clientFor(deployment)
      .post(request.path, {
        body: request.body,
        signal: request.signal,
        headers: { ...credentialHeaders(credential), ...correlationHeaders(request) },
      })
      .asResponse();
    const { headers } = response;
    if (response.status !== 200) {
      fetch.takeBytes(response).destroy();
      throw new UpstreamFailure('failed', `Deployment ${deployment.name} answered with status ${response.status}.`, {
        status: response.status,
        retryAfterMs: retryAfterMs(headers, nowMs()),
      });
    }
    return {
      headers,
      bytes: fetch.takeBytes(response),
      upstreamRequestId: headers.get('apim-request-id') ?? headers.get('x-request-id') ?? undefined,
    };
  } catch (error) {
    throw failureOfError(error, deployment.name, (headers) => fetch.errorText(headers), nowMs());
  }
}

/** The headers that carry a credential; the one of the other kind is taken off. */
export function credentialHeaders(credential: Credential): Record<string, string | null> {
  return credential.kind === 'api-key'
    ? { 'api-key': credential.value.reveal(), authorization: null }
    : { 'api-key': null, authorization: `Bearer ${credential.value.reveal()}` };
}

function correlationHeaders(request: AttemptRequest): Record<string, string> {
  return {
    'x-ms-client-request-id': request.requestId,
    ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
  };
}
