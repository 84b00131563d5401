import type { Credential } from '../../secrets/credential.ts';
import { openAnswer } from '../open-answer.ts';
import type { PooledBytes, PooledFetch } from '../pooled-fetch.ts';
import type { Attempt, AttemptAnswer } from '../provider.ts';
import type { RequestForms } from '../request-forms.ts';
import type { AzureClients } from './client.ts';

/** What goes up in one attempt. `body` is complete: its `model` is the deployment's name. */
export type AttemptRequest = Omit<Attempt, 'learned'> & {
  /** Path of the operation below `/openai/…`, such as `/chat/completions`. */
  readonly path: `/${string}`;
  readonly body: object;
};

/**
 * One attempt of one operation against one deployment, in the form that the official client gives such requests. Resolves when the answer's headers are there; throws `UpstreamFailure` for everything else. Nothing is retried.
 */
export function attempt(
  request: AttemptRequest,
  clients: AzureClients,
  forms: RequestForms,
  fetch: PooledFetch,
  now: () => number,
): Promise<AttemptAnswer & { readonly bytes: PooledBytes }> {
  const { deployment, credential, path, body, signal } = request;
  const send = async () => {
    const form = await forms.of(clients.clientFor(deployment), path, deployment.deployment);
    const headers = { ...form.headers, ...credentialHeaders(credential), ...correlationHeaders(request) };
    return fetch.send({ ...form, method: 'POST', headers, body: JSON.stringify(body), signal });
  };
  return openAnswer(send, deployment.name, { fetch, now });
}

/** The header that carries a credential. */
export function credentialHeaders(credential: Credential): Record<string, string> {
  return credential.kind === 'api-key'
    ? { 'api-key': credential.value.reveal() }
    : { authorization: `Bearer ${credential.value.reveal()}` };
}

function correlationHeaders(request: AttemptRequest): Record<string, string> {
  return {
    'x-ms-client-request-id': request.requestId,
    ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
  };
}
