import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import type { Call } from './call.ts';
import { streamedChat, wholeChat } from './chat-work.ts';
import { followStream } from './follow-stream.ts';
import type { Parts } from './parts.ts';
import { chatOptions, planChat } from './plan-chat.ts';
import { recordCall } from './record-call.ts';
import { serve } from './serve.ts';
import type { ServedBy } from './served-by.ts';
import { tryDeployment } from './try-deployment.ts';

/** A chat answered whole, in the upstream's own bytes. */
export type Completion = { readonly body: Uint8Array; readonly served: ServedBy };

/** A chat answered as an event stream that has given its first output: the upstream's own events, as they come. */
export type StreamedCompletion = { readonly chunks: AsyncGenerator<Buffer>; readonly served: ServedBy };

/** Completes a chat and waits for the whole answer. Throws `GatewayError`. */
export async function complete(chat: ChatRequest, call: Call, parts: Parts): Promise<Completion> {
  const plan = planChat(chat, call, parts);
  const work = wholeChat(chat);
  const served = await serve(
    plan.tiers,
    call,
    parts,
    (deployment, turn, startAttempt) => tryDeployment(work, deployment, turn, parts, startAttempt),
    chatOptions(plan, call, parts),
  );
  served.permit.succeeded();
  const { usage, bytes } = served.result;
  const model = requestedModel(chat);
  recordCall(call, parts, { operation: 'chat', model, served, usage, outcome: 'completed', stream: false });
  return { body: bytes, served };
}

/**
 * Completes a chat as an event stream; resolves at its first real output, until which it may move from deployment to
 * deployment. Throws `GatewayError`, here and from the chunks.
 */
export async function completeAsStream(chat: ChatRequest, call: Call, parts: Parts): Promise<StreamedCompletion> {
  const plan = planChat(chat, call, parts);
  const work = streamedChat(chat, plan.route.whole);
  const served = await serve(
    plan.tiers,
    call,
    parts,
    (deployment, turn, startAttempt) => tryDeployment(work, deployment, turn, parts, startAttempt),
    chatOptions(plan, call, parts),
  );
  return { chunks: followStream(served, requestedModel(chat), call, parts), served };
}
