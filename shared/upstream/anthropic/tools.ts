import type { MessageParam, Tool, ToolChoice } from '@anthropic-ai/sdk/resources/messages';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';
import { inexpressible } from './inexpressible.ts';

/** The tools of a request and how they are to be used; empty where the request has none. */
export type ToolSetting = { readonly tools?: Tool[]; readonly tool_choice?: ToolChoice };

/**
 * The request's tools in Anthropic's form. A conversation in which tools were called and that names none now still has
 * to declare them there: they are declared by name, and not to be called.
 */
export function toolSetting(chat: ChatRequest, messages: readonly MessageParam[]): ToolSetting {
  const tools = (chat.tools ?? []).map((tool, index) => toolOf(tool, `tools[${index}]`));
  if (tools.length === 0) {
    const called = calledTools(messages);
    return called.length === 0 ? {} : { tools: called.map(undescribed), tool_choice: { type: 'none' } };
  }
  const choice = toolChoice(chat);
  return { tools, ...(choice === undefined ? {} : { tool_choice: choice }) };
}

function toolOf(tool: JsonObject, path: string): Tool {
  const declared = tool['function'];
  if (tool['type'] !== 'function' || !isJsonObject(declared) || typeof declared['name'] !== 'string') {
    throw inexpressible(path, 'it takes tools of the type function only');
  }
  const { name, description, parameters, strict } = declared;
  return {
    name,
    ...(typeof description === 'string' ? { description } : {}),
    input_schema: isJsonObject(parameters)
      ? { ...parameters, type: 'object' }
      : { type: 'object', properties: {}, additionalProperties: false },
    ...(strict === true ? { strict } : {}),
  };
}

function toolChoice({ tool_choice: choice, parallel_tool_calls: parallel }: ChatRequest): ToolChoice | undefined {
  const oneByOne = parallel === false ? { disable_parallel_tool_use: true } : {};
  if (choice === null || choice === undefined) {
    return parallel === false ? { type: 'auto', ...oneByOne } : undefined;
  }
  if (typeof choice === 'object') {
    const named = choice['function'];
    if (choice.type !== 'function' || !isJsonObject(named) || typeof named['name'] !== 'string') {
      throw inexpressible('tool_choice', 'it can be told to use one function by its name, and no other kind of choice');
    }
    return { type: 'tool', name: named['name'], ...oneByOne };
  }
  switch (choice) {
    case 'auto':
      return { type: 'auto', ...oneByOne };
    case 'required':
      return { type: 'any', ...oneByOne };
    case 'none':
      return { type: 'none' };
    default:
      throw inexpressible('tool_choice', 'it knows auto, required, none and a function');
  }
}

function calledTools(messages: readonly MessageParam[]): string[] {
  const names = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : [])),
  );
  return [...new Set(names)];
}

function undescribed(name: string): Tool {
  return { name, input_schema: { type: 'object' } };
}
