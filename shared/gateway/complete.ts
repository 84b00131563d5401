import type { ChatRequest } from '../openai/chat-request.ts';
import type { Call } from './call.ts';
import { cachedStream, cachedWhole, viewCache } from './cached-chat.ts';
import { degradedStream, degradedWhole } from './degrade.ts';
import { fitChat } from './fit-chat.ts';
import type { Parts } from './parts.ts';
import { planChat } from './plan-chat.ts';
import type { StreamedCompletion, WholeCompletion } from './serve-chat.ts';

/** Completes a chat and waits for the whole answer. Throws `GatewayError`. */
export async function complete(asked: ChatRequest, call: Call, parts: Parts): Promise<WholeCompletion> {
  const { plan, fitted } = await fitChat(planChat(asked, call, parts), asked, call, parts);
  const { chat } = fitted;
  const view = await viewCache(plan, chat, call, parts);
  const completion = await cachedWhole(view, plan, chat, call, parts).catch((error: unknown) =>
    degradedWhole({ error, plan, view, chat, call, parts }),
  );
  return { ...completion, served: { ...completion.served, fitted } };
}

/**
 * Completes a chat as an event stream; resolves at its first real output, until which it may move from deployment to
 * deployment. Throws `GatewayError`, here and from the chunks.
 */
export async function completeAsStream(asked: ChatRequest, call: Call, parts: Parts): Promise<StreamedCompletion> {
  const { plan, fitted } = await fitChat(planChat(asked, call, parts), asked, call, parts);
  const { chat } = fitted;
  const view = await viewCache(plan, chat, call, parts);
  const completion = await cachedStream(view, plan, chat, call, parts).catch((error: unknown) =>
    degradedStream({ error, plan, view, chat, call, parts }),
  );
  return { ...completion, served: { ...completion.served, fitted } };
}
