import { findModel as builtIn, type Catalogue } from '../../models/catalogue.ts';
import { openaiOperations } from '../openai-operations.ts';
import type { PooledFetch } from '../pooled-fetch.ts';
import type { Provider } from '../provider.ts';
import { RequestForms } from '../request-forms.ts';
import { attempt } from './attempt.ts';
import { AzureClients } from './client.ts';
import { probe } from './probe.ts';

/** Azure OpenAI, on its dated surface and on v1, through the official `openai` client. `now` gives epoch milliseconds. */
export function createAzureOpenai(
  fetch: PooledFetch,
  now: () => number,
  findModel: Catalogue['findModel'] = builtIn,
): Provider {
  const clients = new AzureClients(fetch);
  const forms = new RequestForms();
  return openaiOperations(
    (path, body, circumstances) => attempt({ ...circumstances, path, body }, clients, forms, fetch, now),
    (deployment, credential, signal) => probe(deployment, credential, signal, clients, fetch, now()),
    findModel,
  );
}
