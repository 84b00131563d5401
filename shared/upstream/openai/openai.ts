import { OpenAI } from 'openai';
import { findModel as builtIn, type Catalogue } from '../../models/catalogue.ts';
import type { Credential } from '../../secrets/credential.ts';
import { clientsByKey } from '../clients-by-key.ts';
import { openAnswer, probeAnswer, type Transport } from '../open-answer.ts';
import { openaiClientOptions } from '../openai-client-options.ts';
import { openaiOperations } from '../openai-operations.ts';
import type { PooledFetch } from '../pooled-fetch.ts';
import { RequestForms } from '../request-forms.ts';
import type { Attempt, Provider } from '../provider.ts';
import { openaiFailureKind } from './failure-kind.ts';

/** OpenAI itself, or a server with its protocol, through the official `openai` client. `now` gives epoch milliseconds. */
export function createOpenai(
  fetch: PooledFetch,
  now: () => number,
  findModel: Catalogue['findModel'] = builtIn,
): Provider {
  const transport: Transport = { fetch, now, dialect: openaiFailureKind };
  const forms = new RequestForms();
  const clientFor = clientsByKey((baseURL) => new OpenAI({ ...openaiClientOptions(fetch), baseURL }));
  return openaiOperations(
    (path, body, { deployment, credential, signal, ...correlation }) => {
      const send = async () => {
        const form = await forms.of(clientFor(deployment.endpoint), path, deployment.deployment);
        const headers = { ...form.headers, ...credentialHeaders(credential), ...correlationHeaders(correlation) };
        return fetch.send({ ...form, method: 'POST', headers, body: JSON.stringify(body), signal });
      };
      return openAnswer(send, deployment.name, transport);
    },
    (deployment, credential, signal) => {
      const headers = credentialHeaders(credential);
      const client = clientFor(deployment.endpoint);
      const send = async () => fetch.answerOf(await client.get('/models', { signal, headers }).asResponse());
      return probeAnswer(send, deployment.name, signal, transport);
    },
    findModel,
  );
}

function credentialHeaders({ value }: Credential): Record<string, string> {
  return { authorization: `Bearer ${value.reveal()}` };
}

function correlationHeaders({ requestId, traceparent }: Pick<Attempt, 'requestId' | 'traceparent'>) {
  return { 'x-client-request-id': requestId, ...(traceparent === undefined ? {} : { traceparent }) };
}
