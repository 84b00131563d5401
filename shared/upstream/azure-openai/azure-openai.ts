import type { PooledFetch } from '../pooled-fetch.ts';
import type { Attempt, Provider } from '../provider.ts';
import { attempt } from './attempt.ts';
import { chatBody, learnedFrom } from './chat-body.ts';
import { AzureClients } from './client.ts';
import { probe } from './probe.ts';

/** Azure OpenAI, on its dated surface and on v1, through the official `openai` client. `now` gives epoch milliseconds. */
export function createAzureOpenai(fetch: PooledFetch, now: () => number): Provider {
  const clients = new AzureClients(fetch);
  const send = (path: `/${string}`, body: object, circumstances: Attempt) =>
    attempt({ ...circumstances, path, body }, clients, fetch, now);
  return {
    chat: (chat, circumstances) =>
      send('/chat/completions', chatBody(chat, circumstances.deployment, circumstances.learned), circumstances),
    embed: (request, circumstances) =>
      send('/embeddings', { ...request, model: circumstances.deployment.deployment }, circumstances),
    learnFrom: learnedFrom,
    probe: (deployment, credential, signal) => probe(deployment, credential, signal, clients, fetch, now()),
  };
}
