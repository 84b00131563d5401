import type { Catalogue } from '../models/catalogue.ts';
import { chatBody, learnedFrom } from './chat-body.ts';
import type { Attempt, AttemptAnswer, Provider } from './provider.ts';

/** Sends one complete body to one operation, such as `/chat/completions`. */
export type SendOpenai = (path: `/${string}`, body: object, circumstances: Attempt) => Promise<AttemptAnswer>;

/** A provider that speaks OpenAI's protocol itself: its operations are bodies in that protocol, sent by `send`. */
export function openaiOperations(
  send: SendOpenai,
  probe: Provider['probe'],
  findModel: Catalogue['findModel'],
): Provider {
  return {
    chat: (chat, circumstances) =>
      send(
        '/chat/completions',
        chatBody(chat, circumstances.deployment, circumstances.learned, findModel),
        circumstances,
      ),
    embed: (request, circumstances) =>
      send('/embeddings', { ...request, model: circumstances.deployment.deployment }, circumstances),
    learnFrom: (failure, chat, deployment, learned) => learnedFrom(failure, chat, deployment, learned, findModel),
    probe,
  };
}
