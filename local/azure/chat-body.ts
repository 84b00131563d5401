import type { Answer } from './answers/answer.ts';
import { logprobOf } from './answers/logprobs.ts';
import type { ChatRequest } from './chat-request.ts';
import { choiceFilterResults, promptFilterResults } from './content-filter.ts';
import type { Piece } from './tokens.ts';

/** What every chunk and the plain body have in common. */
export type CompletionMeta = { readonly id: string; readonly createdSeconds: number; readonly model: string };

/** The plain body of a chat completion, Azure's filter verdicts included. */
export function chatBody(chat: ChatRequest, answer: Answer, meta: CompletionMeta, promptTokens: number) {
  return {
    id: meta.id,
    object: 'chat.completion',
    created: meta.createdSeconds,
    model: meta.model,
    system_fingerprint: systemFingerprint,
    choices: answer.choices.map((choice) => ({
      index: choice.index,
      message: {
        role: 'assistant',
        content: choice.content === null ? null : textOfPieces(choice.content),
        refusal: null,
        annotations: [],
        ...(choice.toolCalls.length === 0
          ? {}
          : {
              tool_calls: choice.toolCalls.map((call) => ({
                id: call.id,
                type: 'function',
                function: { name: call.name, arguments: textOfPieces(call.arguments) },
              })),
            }),
      },
      logprobs:
        chat.logprobs === true && choice.content !== null ? logprobsOf(choice.content, chat.top_logprobs ?? 0) : null,
      finish_reason: choice.finishReason,
      content_filter_results:
        choice.content === null ? {} : choiceFilterResults(choice.finishReason === 'content_filter'),
    })),
    prompt_filter_results: promptFilterResults,
    usage: usageOf(answer, promptTokens),
  };
}

export const systemFingerprint = 'fp_51e4a7ed0c';

/** The usage object of a completion. */
export function usageOf(answer: Pick<Answer, 'completionTokens' | 'reasoningTokens'>, promptTokens: number) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: promptTokens + answer.completionTokens,
    prompt_tokens_details: { audio_tokens: 0, cached_tokens: 0 },
    completion_tokens_details: {
      accepted_prediction_tokens: 0,
      audio_tokens: 0,
      reasoning_tokens: answer.reasoningTokens,
      rejected_prediction_tokens: 0,
    },
  };
}

/** The logprobs object of a choice, or of a chunk of it. */
export function logprobsOf(pieces: readonly Piece[], alternatives: number) {
  return { content: pieces.map((piece) => logprobOf(piece, alternatives)), refusal: null };
}

function textOfPieces(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}
