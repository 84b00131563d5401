import type { Credential } from '../../secrets/credential.ts';
import { openAnswer } from '../open-answer.ts';
import type { PooledBytes, PooledFetch } from '../pooled-fetch.ts';
import type { Attempt, AttemptAnswer } from '../provider.ts';
import type { AzureClients } from './client.ts';

/** What goes up in one attempt. `body` is complete: its `model` is the deployment's name. */
export type AttemptRequest = Omit<Attempt, 'learned'> & {
  /** Path of the operation below `/openai/…`, such as `/chat/completions`. */
  readonly path: `/${string}`;
  readonly body: object;
};

/**
 * One attempt of one operation against one deployment: the official client builds the request, the pooled fetch sends
 * it. Resolves when the answer's headers are there; throws `UpstreamFailure` for everything else. Nothing is retried.
 */
export function attempt(
  request: AttemptRequest,
  clients: AzureClients,
  fetch: PooledFetch,
  now: () => number,
): Promise<AttemptAnswer & { readonly bytes: PooledBytes }> {
  const { deployment, credential, path, body, signal } = request;
  const headers = { ...credentialHeaders(credential), ...correlationHeaders(request) };
  const send = async () => {
    // The client's own sending (retries, time-outs, log lines) is all switched off, and still costs 54 of 88 µs.
    const { url, req } = await clients.clientFor(deployment).buildRequest({ method: 'post', path, body, headers });
    return fetch.fetch(url, { ...req, signal });
  };
  return openAnswer(send, deployment.name, { fetch, now });
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
