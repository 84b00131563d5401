import type { Answer } from '../answers/answer.ts';
import type { Piece } from '../tokens.ts';

/** What a message says besides its content. */
export type MessageEnd = {
  readonly stop_reason: 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | 'refusal';
  readonly stop_sequence: string | null;
  readonly stop_details: { readonly type: 'refusal'; readonly category: null; readonly explanation: string } | null;
};

/** One block of an answer, cut where a stream may cut it. */
export type AnsweredBlock =
  | { readonly type: 'thinking'; readonly pieces: readonly Piece[]; readonly signature: string }
  | { readonly type: 'text'; readonly pieces: readonly Piece[] }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly pieces: readonly Piece[] };

/** The blocks of an answer: thought before text, text before calls. */
export function blocksOf(answer: Answer, thinks: boolean): AnsweredBlock[] {
  const [choice] = answer.choices;
  if (choice === undefined) return [];
  const thought = [
    { text: 'The question is ', tokens: 0 },
    { text: 'plain enough — so is the answer.', tokens: 0 },
  ];
  return [
    ...(thinks ? [{ type: 'thinking' as const, pieces: thought, signature: 'c2ltdWxhdGVkLXNpZ25hdHVyZQ==' }] : []),
    ...(choice.content === null || choice.content.length === 0
      ? []
      : [{ type: 'text' as const, pieces: choice.content }]),
    ...choice.toolCalls.map(({ id, name, arguments: pieces }) => ({
      type: 'tool_use' as const,
      id: id.replace(/^call_/, 'toolu_'),
      name,
      pieces,
    })),
  ];
}

/** The plain body of a message. */
export function messageBody(
  id: string,
  model: string,
  blocks: readonly AnsweredBlock[],
  end: MessageEnd,
  usage: object,
) {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: blocks.map((block) => {
      const text = block.pieces.map((piece) => piece.text).join('');
      switch (block.type) {
        case 'thinking':
          return { type: block.type, thinking: text, signature: block.signature };
        case 'text':
          return { type: block.type, text, citations: null };
        case 'tool_use':
          return {
            type: block.type,
            id: block.id,
            name: block.name,
            input: objectOf(text),
            caller: { type: 'direct' },
          };
      }
    }),
    ...end,
    container: null,
    diagnostics: null,
    usage,
  };
}

/** The usage of a message. */
export function messageUsage(inputTokens: number, outputTokens: number, thinkingTokens: number) {
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: thinkingTokens },
    server_tool_use: null,
  };
}

/** Arguments that a limit cut short are no JSON; there is no better input for them than none. */
function objectOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
