import { describe, expect, it } from 'vitest';
import { chatCompletionBytes } from '../../../../shared/upstream/anthropic/chat-completion.ts';

const translate = (value: unknown): ReturnType<typeof JSON.parse> =>
  JSON.parse(Buffer.from(chatCompletionBytes(Buffer.from(JSON.stringify(value)), 1_795_000_000_500)).toString());
const message = (content: object[], members: object = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-6',
  content,
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 5 },
  ...members,
});

describe('chatCompletionBytes', () => {
  it('puts the texts of an answer together', () => {
    expect(
      translate(
        message([
          { type: 'text', text: 'Grü' },
          { type: 'text', text: 'ße' },
        ]),
      ),
    ).toEqual({
      id: 'msg_1',
      object: 'chat.completion',
      created: 1_795_000_000,
      model: 'claude-opus-4-6',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Grüße', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 5,
        total_tokens: 8,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    });
  });

  it('gives calls in their order, their arguments as text', () => {
    const { choices } = translate(
      message(
        [
          { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 'ü' } },
          { type: 'tool_use', id: 'toolu_2', name: 'g', input: {} },
        ],
        { stop_reason: 'tool_use' },
      ),
    );
    expect(choices[0]).toMatchObject({
      message: {
        content: null,
        tool_calls: [
          { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{"a":"ü"}' } },
          { id: 'toolu_2', type: 'function', function: { name: 'g', arguments: '{}' } },
        ],
      },
      finish_reason: 'tool_calls',
    });
  });

  it('keeps thought apart, with what signs it', () => {
    const thought = [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'redacted_thinking', data: 'd' },
    ];
    expect(translate(message([...thought, { type: 'text', text: 'So.' }])).choices[0].message).toMatchObject({
      content: 'So.',
      reasoning_content: 'Hm.',
      thinking_blocks: thought,
    });
  });

  it('tells a refusal', () => {
    const refused = message([], { stop_reason: 'refusal', stop_details: { type: 'refusal', explanation: 'No.' } });
    expect(translate(refused).choices[0]).toMatchObject({
      message: { content: '', refusal: 'No.' },
      finish_reason: 'content_filter',
    });
  });

  it('says an error under status 200 as OpenAI would', () => {
    expect(translate({ type: 'error', error: { type: 'api_error', message: 'Oh.' } })).toMatchObject({
      error: { code: 'api_error' },
    });
  });

  it.each(['', '{"type":"message","cont', '[]', '{"type":"message","content":[]}', '{"choices":[]}'])(
    'leaves bytes as they are that are no answer: %s',
    (text) => {
      expect(Buffer.from(chatCompletionBytes(Buffer.from(text), 0)).toString()).toBe(text);
    },
  );
});
