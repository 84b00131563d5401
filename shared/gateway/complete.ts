import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { ChatStreamAnswer } from '../upstream/chat-stream-answer.ts';
import { readWholeAnswer, type WholeAnswer } from '../upstream/whole-answer.ts';
import type { Call } from './call.ts';
import { findDeployments } from './find-deployments.ts';
import { followStream, type OpenStream } from './follow-stream.ts';
import type { Parts } from './parts.ts';
import { recordCall } from './record-call.ts';
import { serve, type Served } from './serve.ts';
import { tryDeployment, type Work } from './try-deployment.ts';

/** Which deployment served, after how many attempts. */
export type ServedBy = Pick<Served<unknown>, 'deployment' | 'attempts'>;

/** A chat answered whole, in the upstream's own bytes. */
export type Completion = { readonly body: Uint8Array; readonly served: ServedBy };

/** A chat answered as an event stream that has given its first output: the upstream's own events, as they come. */
export type StreamedCompletion = { readonly chunks: AsyncGenerator<Buffer>; readonly served: ServedBy };

/** Completes a chat and waits for the whole answer. Throws `GatewayError`. */
export async function complete(chat: ChatRequest, call: Call, parts: Parts): Promise<Completion> {
  const model = requestedModel(chat);
  const deployments = findDeployments(parts.config, model, 'chat/completions', call.caller, call.provider);
  const work: Work<WholeAnswer> = {
    ...chatWork(chat),
    streams: false,
    read: (answer, deployment, clock) => readWholeAnswer(answer, 'choices', deployment.name, clock),
  };
  const served = await serve(deployments, call, parts, (deployment, startAttempt) =>
    tryDeployment(work, deployment, call, parts, startAttempt),
  );
  const { usage, bytes } = served.result;
  recordCall(call, parts, { operation: 'chat', model, served, usage, outcome: 'completed', stream: false });
  return { body: bytes, served };
}

/**
 * Completes a chat as an event stream; resolves at its first real output, until which it may move from deployment to
 * deployment. Throws `GatewayError`, here and from the chunks.
 */
export async function completeAsStream(chat: ChatRequest, call: Call, parts: Parts): Promise<StreamedCompletion> {
  const model = requestedModel(chat);
  const deployments = findDeployments(parts.config, model, 'chat/completions', call.caller, call.provider);
  const work: Work<OpenStream> = {
    ...chatWork(chat),
    streams: true,
    read: async (answer, deployment, clock) => {
      const open = await ChatStreamAnswer.open(answer, clock, {
        deployment: deployment.name,
        choices: chat.n ?? 1,
        hideUsage: chat.stream_options?.include_usage !== true,
      });
      return { ...open, firstOutputMs: clock.elapsedMs };
    },
  };
  const served = await serve(deployments, call, parts, (deployment, startAttempt) =>
    tryDeployment(work, deployment, call, parts, startAttempt),
  );
  return { chunks: followStream(served, model, call, parts), served };
}

function chatWork(chat: ChatRequest): Pick<Work<unknown>, 'send' | 'learnFrom'> {
  return {
    send: (provider, attempt) => provider.chat(chat, attempt),
    learnFrom: (provider, failure, deployment, learned) => provider.learnFrom(failure, chat, deployment, learned),
  };
}
