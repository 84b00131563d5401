import { countTokens } from './tokens.ts';
import { textOf } from './chat-request.ts';
import type { ChatRequest } from './chat-request.ts';

/**
 * Tokens of a chat prompt: OpenAI's published recipe (three a message, its role, its text, a name, three to prime the
 * answer); tools and a schema count as their JSON, an image as 85.
 */
export function countPromptTokens(chat: ChatRequest, model: string): number {
  let count = 3;
  for (const message of chat.messages) {
    count += 4 + countTokens(textOf(message), model);
    if ('name' in message && typeof message.name === 'string') count += 1 + countTokens(message.name, model);
    if (message.role === 'assistant') {
      for (const call of message.tool_calls ?? [])
        count += countTokens(`${call.function?.name ?? ''}${call.function?.arguments ?? ''}`, model);
    }
    if (Array.isArray(message.content))
      count += imageTokens * message.content.filter((part) => part.type === 'image_url').length;
  }
  if (chat.tools !== null && chat.tools !== undefined) count += countTokens(JSON.stringify(chat.tools), model);
  if (chat.response_format?.type === 'json_schema')
    count += countTokens(JSON.stringify(chat.response_format.json_schema), model);
  return count;
}

const imageTokens = 85;
