import type { ChatMessage, ChatRequest } from '../chat-request.ts';
import type { MessagesRequest } from './messages-request.ts';

/** What a message asks, in the terms in which the simulated model answers. */
export function chatOfMessages(request: MessagesRequest): ChatRequest {
  const format = request.output_config?.format;
  const { tool_choice: choice } = request;
  return {
    messages: [...systemOf(request), ...request.messages.flatMap(messagesOf)],
    max_tokens: request.max_tokens,
    stop: request.stop_sequences,
    reasoning_effort: effortOf(request),
    ...(request.tools === undefined
      ? {}
      : {
          tools: request.tools.map(({ name, description, input_schema: parameters }) => ({
            type: 'function',
            function: { name, description, parameters },
          })),
        }),
    ...(choice === undefined ? {} : { tool_choice: toolChoice(choice) }),
    ...(choice !== undefined && 'disable_parallel_tool_use' in choice && choice.disable_parallel_tool_use === true
      ? { parallel_tool_calls: false }
      : {}),
    ...(format === undefined || format === null
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema } } }),
  };
}

function systemOf({ system }: MessagesRequest): ChatMessage[] {
  if (system === undefined) return [];
  const content = typeof system === 'string' ? system : system.map(({ text }) => text).join('\n');
  return [{ role: 'system', content }];
}

function effortOf({ thinking, output_config: config }: MessagesRequest): string {
  if (thinking === undefined || thinking.type === 'disabled') return 'none';
  if (thinking.type === 'adaptive') return config?.effort ?? 'high';
  return thinking.budget_tokens < 4096 ? 'low' : thinking.budget_tokens < 16_384 ? 'medium' : 'high';
}

function toolChoice(choice: NonNullable<MessagesRequest['tool_choice']>): ChatRequest['tool_choice'] {
  switch (choice.type) {
    case 'auto':
    case 'none':
      return choice.type;
    case 'any':
      return 'required';
    case 'tool':
      return { type: 'function', function: { name: choice.name } };
  }
}

function messagesOf({ role, content }: MessagesRequest['messages'][number]): ChatMessage[] {
  if (typeof content === 'string') return [{ role, content }];
  const results: ChatMessage[] = content.flatMap((block) =>
    block.type === 'tool_result'
      ? [{ role: 'tool' as const, tool_call_id: block.tool_use_id, content: textOfResult(block.content) }]
      : [],
  );
  const parts = content.flatMap((block) => {
    switch (block.type) {
      case 'text':
        return [{ type: 'text', text: block.text }];
      case 'image':
        return [{ type: 'image_url' }];
      default:
        return [];
    }
  });
  const calls = content.flatMap((block) =>
    block.type === 'tool_use'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.input) } }]
      : [],
  );
  if (role === 'assistant') return [{ role, content: parts, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
  return parts.length === 0 ? results : [...results, { role, content: parts }];
}

type ResultContent = string | readonly { readonly type: string; readonly text?: string }[] | undefined;

function textOfResult(content: ResultContent): string {
  return typeof content === 'string' ? content : (content ?? []).flatMap(({ text }) => text ?? []).join('\n');
}
