import { isJsonObject } from '../../openai/json-object.ts';
import { cutText } from '../bpe/cut-text.ts';
import type { Encoding } from '../bpe/encoding.ts';
import type { ChatMessage } from '../chat/weigh-message.ts';

/** Gives a summary of a text in at most so many tokens; a longer one is cut. Whatever it throws ends the call. */
export type Summarise = (text: string, maxTokens: number, signal?: AbortSignal) => Promise<string>;

/** What stands around a summary in tokens, on the high side: its message, its role and the heading. */
export const summaryOverheadTokens = 24;

/**
 * One message in place of several, with a summary of them of at most `maxTokens`. It speaks as the user: what users and
 * tools wrote must not rise to the system's rank on the way.
 */
export async function summariseMessages(
  messages: readonly ChatMessage[],
  maxTokens: number,
  summarise: Summarise,
  encoding: Encoding,
  signal?: AbortSignal,
): Promise<ChatMessage> {
  const summary = await summarise(messages.map(transcriptOf).join('\n\n'), maxTokens, signal);
  return { role: 'user', content: `${heading}\n${await cutText(summary, maxTokens, encoding, 'end', signal)}` };
}

const heading = 'Summary of the earlier conversation:';

function transcriptOf(message: ChatMessage): string {
  const calls = [...(message.tool_calls ?? []).map((call) => call['function']), message['function_call']]
    .filter(isJsonObject)
    .map((call) => `[calls ${String(call['name'])} with ${String(call['arguments'])}]`);
  return [`${message.role}: ${textOf(message.content)}`, ...calls].join('\n');
}

function textOf(content: ChatMessage['content']): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  return content.map((part) => (typeof part['text'] === 'string' ? part['text'] : `[${part.type}]`)).join('\n');
}
