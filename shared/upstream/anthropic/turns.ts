import type {
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
  ToolResultBlockParam,
  ToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject } from '../../openai/json-object.ts';
import { textBlocks, thinkingBlocks, userBlocks } from './content-blocks.ts';
import { inexpressible } from './inexpressible.ts';

/** A conversation as Anthropic holds it: instructions apart, and turns of user and assistant that alternate. */
export type Turns = { readonly system: TextBlockParam[]; readonly messages: MessageParam[] };

type ChatMessage = ChatRequest['messages'][number];
type Turn = { readonly role: 'user' | 'assistant'; readonly content: ContentBlockParam[] };

/**
 * The messages of a chat as turns. System and developer messages become the instructions, wherever they stand; results
 * of tools become blocks of the user's turn, several of them in one; messages of one side in a row become one turn.
 */
export function turnsOf(chatMessages: readonly ChatMessage[]): Turns {
  const system: TextBlockParam[] = [];
  const turns: Turn[] = [];
  for (const [index, message] of chatMessages.entries()) {
    const path = `messages[${index}]`;
    if (message.role === 'system' || message.role === 'developer') {
      system.push(...textBlocks(message.content, `${path}.content`));
      continue;
    }
    const turn = turnOf(message, path);
    const last = turns.at(-1);
    if (last?.role === turn.role) {
      last.content.push(...turn.content);
    } else if (turn.content.length > 0 || turn.role === 'user') {
      turns.push(turn);
    }
  }
  if (turns.length === 0) {
    throw inexpressible('messages', 'it needs a message of the user beside the instructions');
  }
  return { system, messages: turns };
}

function turnOf(message: ChatMessage, path: string): Turn {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: userBlocks(message.content, `${path}.content`) };
    case 'assistant':
      return { role: 'assistant', content: assistantBlocks(message, path) };
    case 'tool':
      return { role: 'user', content: [toolResult(message, path)] };
    default:
      throw inexpressible(`${path}.role`, `it has no role ${message.role}`);
  }
}

function assistantBlocks(message: ChatMessage, path: string): ContentBlockParam[] {
  for (const member of ['audio', 'function_call']) {
    if (message[member] !== null && message[member] !== undefined) {
      throw inexpressible(`${path}.${member}`, 'it has no such thing in a message');
    }
  }
  const refusal = typeof message['refusal'] === 'string' ? [{ type: 'refusal', refusal: message['refusal'] }] : [];
  return [
    ...thinkingBlocks(message['thinking_blocks'], `${path}.thinking_blocks`),
    ...textBlocks(message.content, `${path}.content`),
    ...textBlocks(refusal, `${path}.refusal`),
    ...(message.tool_calls ?? []).map((call, index) => toolUse(call, `${path}.tool_calls[${index}]`)),
  ];
}

function toolUse(call: Readonly<Record<string, unknown>>, path: string): ToolUseBlockParam {
  const called = call['function'];
  if (!isJsonObject(called) || typeof called['name'] !== 'string' || typeof call['id'] !== 'string') {
    throw inexpressible(path, 'it takes calls of functions only, each with an id and a name');
  }
  return {
    type: 'tool_use',
    id: toolCallId(call['id']),
    name: called['name'],
    input: argumentsOf(called['arguments'], `${path}.function.arguments`),
  };
}

/** What a model wrote as arguments may be no JSON, but Anthropic takes an object only. */
function argumentsOf(text: unknown, path: string): unknown {
  if (text === undefined || text === null || text === '') {
    return {};
  }
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    if (isJsonObject(value)) {
      return value;
    }
  } catch {
    // Told below, without a word of what stands there.
  }
  throw inexpressible(path, 'it takes a JSON object only');
}

function toolResult(message: ChatMessage, path: string): ToolResultBlockParam {
  if (typeof message.tool_call_id !== 'string') {
    throw inexpressible(`${path}.tool_call_id`, 'it needs the id of the call that this answers');
  }
  const content = textBlocks(message.content, `${path}.content`);
  return {
    type: 'tool_result',
    tool_use_id: toolCallId(message.tool_call_id),
    ...(content.length === 0 ? {} : { content }),
  };
}

/** Anthropic takes ids of letters, digits, `_` and `-`; other servers give others, and the same id must stay the same. */
function toolCallId(id: string): string {
  return id.replaceAll(/[^\w-]/g, '_');
}
