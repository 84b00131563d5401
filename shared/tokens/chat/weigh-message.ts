import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject } from '../../openai/json-object.ts';
import { weighMedia } from './weigh-media.ts';
import type { ImagePart, ImageTokens } from './image-tokens.ts';
import { sumOf, type Weight } from './weight.ts';

/** A message of a chat request. */
export type ChatMessage = ChatRequest['messages'][number];

/**
 * What one message weighs: three tokens around it, its role, its content, its name and one more, and the calls it
 * makes (OpenAI cookbook, "How to count tokens with tiktoken"; the calls by measurement).
 */
export function weighMessage(message: ChatMessage, costOf: (image: ImagePart) => ImageTokens): Weight {
  const parts = weighContent(message.content, costOf);
  const calls = weighCalls(message);
  const texts = [message.role, ...parts.texts, ...calls.texts];
  const { name } = message;
  if (typeof name === 'string') texts.push(name);
  return {
    texts,
    tokens: (typeof name === 'string' ? 4 : 3) + parts.tokens + calls.tokens,
    isExact: parts.isExact && calls.isExact && message['audio'] === undefined,
  };
}

const nothing: Weight = { texts: [], tokens: 0, isExact: true };

function weighContent(content: ChatMessage['content'], costOf: (image: ImagePart) => ImageTokens): Weight {
  if (content === null || content === undefined) return nothing;
  if (typeof content === 'string') return { texts: [content], tokens: 0, isExact: true };
  const parts = sumOf(content.map((part) => weighPart(part, costOf)));
  // How several texts in a row are joined is not published.
  return parts.texts.length > 1 ? { ...parts, isExact: false } : parts;
}

function weighPart(
  part: { type: string; [member: string]: unknown },
  costOf: (image: ImagePart) => ImageTokens,
): Weight {
  const text = part[part.type];
  if ((part.type === 'text' || part.type === 'refusal') && typeof text === 'string') {
    return { texts: [text], tokens: 0, isExact: true };
  }
  return weighMedia(part, costOf);
}

/** A call weighs its name, its arguments and three tokens, several of them what wraps them together. */
function weighCalls(message: ChatMessage): Weight {
  const legacy = message['function_call'];
  if ((message.tool_calls ?? undefined) === undefined && !isJsonObject(legacy)) return nothing;
  const calls = message.tool_calls?.map((call) => call['function'] ?? call['custom']) ?? [];
  const all = [...calls, legacy].filter(isJsonObject);
  if (all.length === 0) return nothing;
  const texts = all.flatMap((call) => [call['name'], call['arguments'] ?? call['input']].filter(isString));
  return { texts, tokens: 3 * all.length + (all.length > 1 ? parallelCallsTokens : 0), isExact: false };
}

const parallelCallsTokens = 16;

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
