import type { ChatRequest } from '../openai/chat-request.ts';
import type { GenerateRequest } from './generate-request.ts';

type Message = ChatRequest['messages'][number];

/** A neutral request as the chat it stands for: the wire that every provider is reached through. */
export function chatOfGenerate(request: GenerateRequest, stream: boolean): ChatRequest {
  const { maxTokens, temperature, topP, stop, parallelToolCalls, schema, reasoningEffort, user } = request;
  return {
    model: request.model,
    messages: messagesOf(request),
    ...(maxTokens === undefined ? {} : { max_completion_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined ? {} : { stop }),
    ...(request.tools === undefined
      ? {}
      : { tools: request.tools.map((tool) => ({ type: 'function', function: { ...tool } })) }),
    ...(request.toolChoice === undefined ? {} : { tool_choice: toolChoice(request.toolChoice) }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
    ...(schema === undefined
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } }),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
    ...(user === undefined ? {} : { user }),
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  };
}

function messagesOf({ system, prompt, messages }: GenerateRequest): Message[] {
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...(prompt === undefined ? [] : [{ role: 'user', content: prompt }]),
    ...(messages ?? []).map(messageOf),
  ];
}

function messageOf(message: NonNullable<GenerateRequest['messages']>[number]): Message {
  switch (message.role) {
    case 'system':
      return message;
    case 'user':
      return {
        role: message.role,
        content: typeof message.content === 'string' ? message.content : message.content.map(partOf),
      };
    case 'assistant':
      return {
        role: message.role,
        content: message.content ?? null,
        ...(message.toolCalls === undefined
          ? {}
          : {
              tool_calls: message.toolCalls.map(({ id, name, arguments: given }) => ({
                id,
                type: 'function',
                function: { name, arguments: JSON.stringify(given) },
              })),
            }),
      };
    case 'tool':
      return { role: message.role, tool_call_id: message.toolCallId, content: message.content };
  }
}

type NeutralPart = Exclude<
  Extract<NonNullable<GenerateRequest['messages']>[number], { role: 'user' }>['content'],
  string
>[number];

function partOf(part: NeutralPart) {
  switch (part.type) {
    case 'text':
      return part;
    case 'image':
      return { type: 'image_url', image_url: { url: part.url } };
    case 'file':
      return {
        type: 'file',
        file: { file_data: part.data, ...(part.name === undefined ? {} : { filename: part.name }) },
      };
  }
}

function toolChoice(choice: NonNullable<GenerateRequest['toolChoice']>): NonNullable<ChatRequest['tool_choice']> {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
