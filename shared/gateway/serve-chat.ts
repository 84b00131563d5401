import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import type { JsonObject } from '../openai/json-object.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { Call } from './call.ts';
import { streamedChat, wholeChat } from './chat-work.ts';
import { followStream } from './follow-stream.ts';
import type { Parts } from './parts.ts';
import { chatOptions } from './plan-chat.ts';
import type { CallPlan } from './plan-call.ts';
import { recordCall } from './record-call.ts';
import { serve } from './serve.ts';
import type { ServedBy } from './served-by.ts';
import { tryDeployment } from './try-deployment.ts';

/** A chat answered whole, in the upstream's own bytes, and what they say. */
export type WholeCompletion = {
  readonly body: Uint8Array;
  readonly served: ServedBy;
  readonly json: JsonObject;
  readonly usage: TokenUsage | undefined;
};

/** A chat answered as an event stream that has given its first output: the upstream's own events, as they come. */
export type StreamedCompletion = {
  readonly chunks: AsyncGenerator<Buffer>;
  readonly served: ServedBy;
  /** Usage as far as it is known; final when the chunks have ended. */
  readonly usage: () => TokenUsage | undefined;
};

/** Has the plan's deployments complete a chat, and waits for the whole answer. Throws `GatewayError`. */
export async function serveWhole(
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<WholeCompletion> {
  const work = wholeChat(chat);
  const { result, permit, deployment, attempts } = await serve(
    plan.tiers,
    call,
    parts,
    (candidate, turn, startAttempt) => tryDeployment(work, candidate, turn, parts, startAttempt),
    chatOptions(plan, chat, call, parts),
  );
  permit.succeeded();
  const by = { deployment, attempts };
  const spent = recordCall(call, parts, {
    operation: 'chat',
    model: requestedModel(chat),
    served: by,
    usage: result.usage,
    outcome: 'completed',
    stream: false,
  });
  const served = { ...by, spent };
  return { body: result.bytes, served, json: result.json, usage: result.usage };
}

/**
 * Has the plan's deployments complete a chat as an event stream; resolves at its first real output, until which it may
 * move from deployment to deployment. Throws `GatewayError`, here and from the chunks.
 */
export async function serveStream(
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<StreamedCompletion> {
  const work = streamedChat(chat, plan.route.whole);
  const served = await serve(
    plan.tiers,
    call,
    parts,
    (candidate, turn, startAttempt) => tryDeployment(work, candidate, turn, parts, startAttempt),
    chatOptions(plan, chat, call, parts),
  );
  return {
    chunks: followStream(served, chat, call, parts),
    served: { deployment: served.deployment, attempts: served.attempts },
    usage: () => served.result.stream.usage,
  };
}
