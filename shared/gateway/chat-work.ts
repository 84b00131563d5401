import type { ChatRequest } from '../openai/chat-request.ts';
import { ChatStreamAnswer } from '../upstream/chat-stream-answer.ts';
import { readWholeAnswer, type WholeAnswer } from '../upstream/whole-answer.ts';
import { holdStream } from './hold-stream.ts';
import type { Work } from './try-deployment.ts';

/** A stream that has given its first output, or, held back, all of it; and how long that took in milliseconds. */
export type OpenStream = {
  readonly stream: ChatStreamAnswer;
  readonly chunks: AsyncGenerator<Buffer>;
  readonly firstOutputMs: number;
};

/** A chat whose answer is read whole. */
export function wholeChat(chat: ChatRequest): Work<WholeAnswer> {
  return {
    ...chatWork(chat),
    streams: false,
    read: (answer, deployment, clock) => readWholeAnswer(answer, 'choices', deployment.name, clock),
  };
}

/**
 * A chat whose answer is a stream. The work is done at its first real output; with `isHeld` only at its end, so that a
 * stream that breaks anywhere is a failed attempt, and another deployment's takes its place.
 */
export function streamedChat(chat: ChatRequest, isHeld: boolean): Work<OpenStream> {
  return {
    ...chatWork(chat),
    streams: true,
    read: async (answer, deployment, clock) => {
      const open = await ChatStreamAnswer.open(answer, clock, {
        deployment: deployment.name,
        choices: chat.n ?? 1,
        hideUsage: chat.stream_options?.include_usage !== true,
      });
      const chunks = isHeld ? await holdStream(open.chunks, deployment.name) : open.chunks;
      return { stream: open.stream, chunks, firstOutputMs: clock.elapsedMs };
    },
  };
}

function chatWork(chat: ChatRequest): Pick<Work<unknown>, 'send' | 'learnFrom'> {
  return {
    send: (provider, attempt) => provider.chat(chat, attempt),
    learnFrom: (provider, failure, deployment, learned) => provider.learnFrom(failure, chat, deployment, learned),
  };
}
