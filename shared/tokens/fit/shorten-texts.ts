import type { ChatRequest } from '../../openai/chat-request.ts';
import { countText } from '../bpe/count-text.ts';
import { cutText, type Cut } from '../bpe/cut-text.ts';
import type { Encoding } from '../bpe/encoding.ts';
import type { ChatMessage } from '../chat/weigh-message.ts';

/**
 * A chat whose longest texts are shortened until `excessTokens` are gone, or all of them are as short as can be.
 * System and developer messages stay whole, and so do tool calls.
 */
export async function shortenTexts(
  chat: ChatRequest,
  excessTokens: number,
  encoding: Encoding,
  cut: Cut,
  signal?: AbortSignal,
): Promise<ChatRequest> {
  const texts = await measuredTexts(chat.messages, encoding, signal);
  let excess = excessTokens;
  const shortened = new Map<string, string>();
  for (const { key, text, tokens } of texts.toSorted((left, right) => right.tokens - left.tokens)) {
    if (excess <= 0) break;
    const kept = await cutText(text, Math.max(fewestTokens, tokens - excess), encoding, cut, signal);
    shortened.set(key, kept);
    excess -= tokens - (await countText(kept, encoding, signal));
  }
  return { ...chat, messages: chat.messages.map((message, place) => withTexts(message, place, shortened)) };
}

// Less than a line of a text says nothing.
const fewestTokens = 16;

type MeasuredText = { readonly key: string; readonly text: string; readonly tokens: number };

async function measuredTexts(
  messages: readonly ChatMessage[],
  encoding: Encoding,
  signal: AbortSignal | undefined,
): Promise<MeasuredText[]> {
  const found: MeasuredText[] = [];
  for (const [place, { role, content }] of messages.entries()) {
    if (role === 'system' || role === 'developer' || content === null || content === undefined) continue;
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    for (const [index, part] of parts.entries()) {
      const { text } = part;
      if (part.type !== 'text' || typeof text !== 'string' || text.length < fewestTokens) continue;
      found.push({ key: keyOf(place, index), text, tokens: await countText(text, encoding, signal) });
    }
  }
  return found;
}

function withTexts(message: ChatMessage, place: number, shortened: ReadonlyMap<string, string>): ChatMessage {
  const { content } = message;
  if (typeof content === 'string') {
    const text = shortened.get(keyOf(place, 0));
    return text === undefined ? message : { ...message, content: text };
  }
  if (content === null || content === undefined) return message;
  const parts = content.map((part, index) => {
    const text = shortened.get(keyOf(place, index));
    return text === undefined ? part : { ...part, text };
  });
  return { ...message, content: parts };
}

function keyOf(place: number, part: number): string {
  return `${place}/${part}`;
}
