import type { BaseAnthropic } from '@anthropic-ai/sdk';
import { findModel as builtIn, type Catalogue } from '../../models/catalogue.ts';
import type { Credential } from '../../secrets/credential.ts';
import { clientsByKey } from '../clients-by-key.ts';
import { openAnswer, probeAnswer, type Transport } from '../open-answer.ts';
import type { PooledFetch } from '../pooled-fetch.ts';
import type { Attempt, AttemptAnswer, Provider } from '../provider.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { anthropicFailureKind } from './failure-kind.ts';
import { inexpressible } from './inexpressible.ts';
import { messagesCall } from './messages-body.ts';
import { withOpenaiQuota } from './quota-headers.ts';
import { translatedBytes } from './translated-bytes.ts';

/**
 * Anthropic through its official client: a chat goes up as a message and its answer comes back in OpenAI's protocol.
 * `now` gives epoch milliseconds. The client is loaded with the first call, so that an app without Anthropic never is.
 */
export function createAnthropic(
  fetch: PooledFetch,
  now: () => number,
  findModel: Catalogue['findModel'] = builtIn,
): Provider {
  const transport: Transport = { fetch, now, dialect: anthropicFailureKind };
  const clientFor = clientsByKey(async (baseURL): Promise<BaseAnthropic> => {
    const { createAnthropicClient } = await import('./client.ts');
    return createAnthropicClient(baseURL, fetch);
  });

  async function chat(request: ChatRequest, attempt: Attempt): Promise<AttemptAnswer> {
    const { deployment, credential, signal, traceparent } = attempt;
    const { body, version } = messagesCall(request, deployment, findModel);
    const headers = {
      ...credentialHeaders(credential),
      ...(version === undefined ? {} : { 'anthropic-version': version }),
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const client = await clientFor(deployment.endpoint);
    const send = async () => fetch.answerOf(await client.post('/v1/messages', { body, signal, headers }).asResponse());
    const answer = await openAnswer(send, deployment.name, transport);
    return {
      ...answer,
      headers: withOpenaiQuota(answer.headers, now()),
      bytes: translatedBytes(answer.bytes, body.stream === true, now()),
    };
  }

  return {
    chat,
    embed: () => Promise.reject(inexpressible('input', 'it has no embeddings')),
    // Whatever is sent was decided from the request and the catalogue: a refusal has no other form to try.
    learnFrom: () => undefined,
    async probe(deployment, credential, signal) {
      const client = await clientFor(deployment.endpoint);
      const headers = credentialHeaders(credential);
      const send = async () => fetch.answerOf(await client.get('/v1/models', { signal, headers }).asResponse());
      await probeAnswer(send, deployment.name, signal, transport);
    },
  };
}

/** The client would send its own placeholder as a bearer. */
function credentialHeaders({ value }: Credential): Record<string, string | null> {
  return { 'x-api-key': value.reveal(), authorization: null };
}
