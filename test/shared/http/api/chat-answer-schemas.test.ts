import { describe, expect, it } from 'vitest';
import { chatChunkSchema, chatCompletionSchema } from '../../../../shared/http/api/chat-answer-schemas.ts';

const message = { role: 'assistant', content: 'Because.' };
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt-4o-2024-11-20',
  choices: [{ index: 0, finish_reason: 'stop', message }],
  usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
  prompt_filter_results: [],
};

describe('chatCompletionSchema', () => {
  it('takes an answer with every member the upstream put in', () => {
    expect(chatCompletionSchema.parse(completion)).toEqual(completion);
  });

  it('takes a call of a tool in place of words', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } };
    const choices = [
      { index: 0, finish_reason: 'tool_calls', message: { ...message, content: null, tool_calls: [call] } },
    ];
    expect(chatCompletionSchema.safeParse({ ...completion, choices }).success).toBe(true);
  });

  it('takes no chunk and no answer without its end', () => {
    expect(chatCompletionSchema.safeParse({ ...completion, object: 'chat.completion.chunk' }).success).toBe(false);
    expect(chatCompletionSchema.safeParse({ ...completion, choices: [{ index: 0, message }] }).success).toBe(false);
  });
});

describe('chatChunkSchema', () => {
  it.each([
    ['text', { choices: [{ index: 0, delta: { content: 'B' }, finish_reason: null }] }],
    [
      'the verdict on a prompt, which has no id',
      { id: '', model: '', created: 0, choices: [], prompt_filter_results: [] },
    ],
    [
      'a late verdict, which has no delta',
      { choices: [{ index: 0, finish_reason: null, content_filter_results: {} }] },
    ],
    ['usage', { choices: [], usage: completion.usage }],
  ])('takes %s', (_, members) => {
    const { id, created, model } = completion;
    const chunk = { id, object: 'chat.completion.chunk', created, model, ...members };
    expect(chatChunkSchema.parse(chunk)).toEqual(chunk);
  });
});
