import type { ChatRequest } from '../../../../shared/openai/chat-request.ts';
import type { CountedModel } from '../../../../shared/tokens/chat/counted-model.ts';
import type { ChatMessage } from '../../../../shared/tokens/chat/weigh-message.ts';

export const model: CountedModel = { name: 'gpt-4o', encoding: 'o200k_base' };

export function chatOf(...messages: ChatMessage[]): ChatRequest {
  return { messages };
}

export function user(content: string): ChatMessage {
  return { role: 'user', content };
}

/** A system message and turns of a question, a tool call, its result and an answer. */
export function conversation(turns: number): ChatRequest {
  return chatOf(
    { role: 'system', content: 'Answer from what the tool finds.' },
    ...Array.from({ length: turns }, (_, turn): ChatMessage[] => [
      user(`Question ${turn}: what is it?`),
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: `call_${turn}`, type: 'function', function: { name: 'find', arguments: `{"turn":${turn}}` } },
        ],
      },
      { role: 'tool', tool_call_id: `call_${turn}`, content: `Result ${turn}: ${'found '.repeat(20)}` },
      { role: 'assistant', content: `Answer ${turn}.` },
    ]).flat(),
  );
}

/** Whether every tool's result stands behind its call, and every call has its results. */
export function hasWholePairs(messages: readonly ChatMessage[]): boolean {
  const called = messages.flatMap(({ tool_calls: calls }) => (calls ?? []).map((call) => call['id']));
  const answered = messages.flatMap(({ role, tool_call_id: id }) => (role === 'tool' ? [id] : []));
  const isIn = (ids: readonly unknown[]) => (id: unknown) => ids.includes(id);
  return called.length === answered.length && called.every(isIn(answered)) && answered.every(isIn(called));
}

/** The text of a message that has no parts. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content !== 'string') throw new Error('The message has no plain text');
  return content;
}
