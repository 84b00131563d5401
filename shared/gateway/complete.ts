import type { ChatRequest } from '../openai/chat-request.ts';
import { whileAdmitted } from './admit-call.ts';
import type { Call } from './call.ts';
import { cachedStream, cachedWhole, viewCache } from './cached-chat.ts';
import { degradedStream, degradedWhole } from './degrade.ts';
import { chatQuestion } from './estimate-call.ts';
import { fitChat } from './fit-chat.ts';
import type { Parts } from './parts.ts';
import { planChat } from './plan-chat.ts';
import type { StreamedCompletion, WholeCompletion } from './serve-chat.ts';
import { tallied } from './tallied.ts';

/** Completes a chat and waits for the whole answer. Throws `GatewayError`. */
export function complete(asked: ChatRequest, call: Call, parts: Parts): Promise<WholeCompletion> {
  return tallied(operationOf(asked, false), call, parts, (counted) => completeWhole(asked, counted, parts));
}

async function completeWhole(asked: ChatRequest, asking: Call, parts: Parts): Promise<WholeCompletion> {
  const { plan, fitted } = await fitChat(planChat(asked, asking, parts), asked, asking, parts);
  const { chat } = fitted;
  return whileAdmitted(chatQuestion(plan, fitted, asking, parts), asking, parts, async (call, limits) => {
    const view = await viewCache(plan, chat, call, parts);
    const completion = await cachedWhole(view, plan, chat, call, parts).catch((error: unknown) =>
      degradedWhole({ error, plan, view, chat, call, parts }),
    );
    return { ...completion, served: { ...completion.served, fitted, limits } };
  });
}

/**
 * Completes a chat as an event stream; resolves at its first real output, until which it may move from deployment to
 * deployment. Throws `GatewayError`, here and from the chunks.
 */
export function completeAsStream(asked: ChatRequest, call: Call, parts: Parts): Promise<StreamedCompletion> {
  return tallied(operationOf(asked, true), call, parts, (counted) => openStream(asked, counted, parts));
}

async function openStream(asked: ChatRequest, asking: Call, parts: Parts): Promise<StreamedCompletion> {
  const { plan, fitted } = await fitChat(planChat(asked, asking, parts), asked, asking, parts);
  const { chat } = fitted;
  return whileAdmitted(chatQuestion(plan, fitted, asking, parts), asking, parts, async (call, limits) => {
    const view = await viewCache(plan, chat, call, parts);
    const completion = await cachedStream(view, plan, chat, call, parts).catch((error: unknown) =>
      degradedStream({ error, plan, view, chat, call, parts }),
    );
    return { ...completion, served: { ...completion.served, fitted, limits } };
  });
}

function operationOf({ model }: ChatRequest, stream: boolean) {
  return { operation: 'chat', model: model ?? '', stream };
}
