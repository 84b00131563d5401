import { describe, expect, it } from 'vitest';
import { chatOfGenerate } from '../../../shared/neutral/chat-of-generate.ts';
import { parseChatRequest } from '../../../shared/openai/chat-request.ts';

describe('chatOfGenerate', () => {
  it('says a prompt as a user’s message, behind the instructions', () => {
    expect(chatOfGenerate({ model: 'm', system: 'Be kind.', prompt: 'Hello' }, false)).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  it('says every kind of message', () => {
    const chat = chatOfGenerate(
      {
        model: 'm',
        messages: [
          { role: 'system', content: 'a' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'b' },
              { type: 'image', url: 'https://a.example/b.png' },
              { type: 'file', data: 'data:application/pdf;base64,AA==', name: 'a.pdf' },
              { type: 'file', data: 'data:application/pdf;base64,AA==' },
            ],
          },
          { role: 'assistant', content: 'c' },
          { role: 'assistant', toolCalls: [{ id: 'i', name: 'f', arguments: { a: 1 } }] },
          { role: 'tool', toolCallId: 'i', content: 'd' },
        ],
      },
      false,
    );
    expect(chat.messages).toEqual([
      { role: 'system', content: 'a' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'b' },
          { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==', filename: 'a.pdf' } },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==' } },
        ],
      },
      { role: 'assistant', content: 'c' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'i', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 'i', content: 'd' },
    ]);
    expect(parseChatRequest(chat)).toBe(chat);
  });

  it.each([
    [{ maxTokens: 5 }, { max_completion_tokens: 5 }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ topP: 0.5 }, { top_p: 0.5 }],
    [{ stop: 'END' }, { stop: 'END' }],
    [{ parallelToolCalls: false }, { parallel_tool_calls: false }],
    [{ reasoningEffort: 'low' }, { reasoning_effort: 'low' }],
    [{ user: 'ann' }, { user: 'ann' }],
    [{ tools: [{ name: 'f' }] }, { tools: [{ type: 'function', function: { name: 'f' } }] }],
    [{ toolChoice: 'required' as const }, { tool_choice: 'required' }],
    [{ toolChoice: { name: 'f' } }, { tool_choice: { type: 'function', function: { name: 'f' } } }],
    [
      { schema: { type: 'object' } },
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
        },
      },
    ],
  ])('says %j as %j', (members, expected) => {
    expect(chatOfGenerate({ model: 'm', prompt: 'a', ...members }, false)).toMatchObject(expected);
  });

  it('asks a stream for its usage', () => {
    expect(chatOfGenerate({ model: 'm', prompt: 'a' }, true)).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});
