import { describe, expect, it } from 'vitest';
import { chatToCount, parseMessagesCount } from '../../../shared/anthropic/count-request.ts';

describe('chatToCount', () => {
  it('tells a chat in OpenAI’s form: system first, blocks as parts, tools as functions', () => {
    const chat = chatToCount({
      model: 'claude',
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: 'Hello' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
            { type: 'image', source: { type: 'url', url: 'https://images.example/1.png' } },
            { type: 'tool_result', tool_use_id: 't1', content: 'sunny' },
          ],
        },
      ],
      tools: [{ name: 'weather', description: 'Tells it.', input_schema: { type: 'object' } }],
    });
    expect(chat).toEqual({
      model: 'claude',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
            { type: 'image_url', image_url: { url: 'https://images.example/1.png' } },
            { type: 'text', text: expect.stringContaining('sunny') },
          ],
        },
      ],
      tools: [
        { type: 'function', function: { name: 'weather', description: 'Tells it.', parameters: { type: 'object' } } },
      ],
    });
  });

  it('takes a system prompt that is a plain text, and none', () => {
    const messages = [{ role: 'user', content: 'Hello' }];
    expect(chatToCount({ model: 'claude', system: 'Be brief.', messages }).messages).toHaveLength(2);
    expect(chatToCount({ model: 'claude', messages })).toEqual({ model: 'claude', messages });
  });
});

describe('parseMessagesCount', () => {
  it.each([
    [{}],
    [{ model: 'claude' }],
    [{ model: 'claude', messages: [] }],
    [{ model: 'claude', messages: [{ role: 'user', content: 7 }] }],
  ])('refuses %j by name', (body) => {
    expect(() => parseMessagesCount(body)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
