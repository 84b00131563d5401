import type { ChatRequest } from '../openai/chat-request.ts';
import { ChatStreamAnswer } from '../upstream/chat-stream-answer.ts';
import { readWholeAnswer, type WholeAnswer } from '../upstream/whole-answer.ts';
import { attributes } from '../telemetry/names.ts';
import type { Span } from '../telemetry/span.ts';
import { answerAttributes, wholeAnswerAttributes } from './attempt-span.ts';
import { holdStream } from './hold-stream.ts';
import type { Work } from './try-deployment.ts';

/** A stream that has given its first output, or, held back, all of it; and how long that took in milliseconds. */
export type OpenStream = {
  readonly stream: ChatStreamAnswer;
  readonly chunks: AsyncGenerator<Buffer>;
  readonly firstOutputMs: number;
  /** The span of its attempt, which ends with the stream. */
  readonly span?: Span | undefined;
};

/** A chat whose answer is read whole. */
export function wholeChat(chat: ChatRequest): Work<WholeAnswer> {
  return {
    ...chatWork(chat),
    streams: false,
    read: async (answer, deployment, clock, span) => {
      const whole = await readWholeAnswer(answer, 'choices', deployment.name, clock);
      span?.set(wholeAnswerAttributes(whole.json, whole.usage));
      return whole;
    },
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
    read: async (answer, deployment, clock, span) => {
      const open = await ChatStreamAnswer.open(answer, clock, {
        deployment: deployment.name,
        choices: chat.n ?? 1,
        hideUsage: chat.stream_options?.include_usage !== true,
      });
      const chunks = isHeld ? await holdStream(open.chunks, deployment.name) : open.chunks;
      // A stream that nobody reads, because another won a hedge, has no other end than its clock's.
      clock.signal.addEventListener('abort', () => endLostAttempt(span), { once: true });
      return { stream: open.stream, chunks, firstOutputMs: clock.elapsedMs, span };
    },
  };
}

function chatWork(chat: ChatRequest): Pick<Work<unknown>, 'asks' | 'send' | 'learnFrom'> {
  return {
    asks: { operation: 'chat', maxTokens: chat.max_completion_tokens ?? chat.max_tokens ?? undefined },
    send: (provider, attempt) => provider.chat(chat, attempt),
    learnFrom: (provider, failure, deployment, learned) => provider.learnFrom(failure, chat, deployment, learned),
  };
}

/** Ends the span of a stream's attempt, whole or not, with what is known of the answer by now. */
export function endStreamedAttempt({ stream, span, firstOutputMs }: OpenStream, outcome: string): void {
  span?.set({
    [attributes.outcome]: outcome,
    ...answerAttributes({ model: stream.model, finishReasons: stream.finishReasons, usage: stream.usage }),
    [attributes.timeToFirstChunkMs]: firstOutputMs,
  });
  span?.end();
}

function endLostAttempt(span: Span | undefined): void {
  span?.set({ [attributes.outcome]: 'cancelled' });
  span?.end();
}
