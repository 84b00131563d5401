import { describe, expect, it } from 'vitest';

import { chatMessageSchema } from '../../../shared/openai/chat-message-schema.ts';
import { checkBody } from '../../../shared/openai/check-body.ts';

const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } };

describe('chatMessageSchema', () => {
  it.each([
    ['a text', { role: 'user', content: 'hi' }],
    ['an empty text', { role: 'user', content: '' }],
    ['text and image parts', { role: 'user', content: [{ type: 'text', text: 'what is it?' }, image] }],
    [
      'an audio part',
      { role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } }] },
    ],
    ['a file part', { role: 'user', content: [{ type: 'file', file: { file_id: 'f1' } }] }],
    ['a refusal part', { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] }],
    ['a part of an unknown type', { role: 'user', content: [{ type: 'hologram', hologram: 1 }] }],
    ['a role of tomorrow', { role: 'narrator', content: 'so it began' }],
    [
      'tool calls without content',
      { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: {} }] },
    ],
    ['tool calls without a content member', { role: 'assistant', tool_calls: [{ id: 'c' }] }],
    ['a tool result', { role: 'tool', tool_call_id: 'c', content: '{}' }],
  ])('takes %s', (_name, message) => {
    expect(chatMessageSchema.safeParse(message).success).toBe(true);
  });

  it.each([
    ['no role', { content: 'hi' }, 'role'],
    ['a role that is no string', { role: 1, content: 'hi' }, 'role'],
    ['a text part without text', { role: 'user', content: [{ type: 'text' }] }, 'content[0].text'],
    [
      'an image part with a bare address',
      { role: 'user', content: [{ type: 'image_url', image_url: 'x' }] },
      'content[0].image_url',
    ],
    [
      'an audio part without data',
      { role: 'user', content: [{ type: 'input_audio', input_audio: {} }] },
      'content[0].input_audio',
    ],
    ['a file part without a file', { role: 'user', content: [{ type: 'file' }] }, 'content[0].file'],
    ['tool calls that are no objects', { role: 'assistant', tool_calls: ['x'] }, 'tool_calls[0]'],
  ])('refuses %s', (_name, message, param) => {
    expect(() => checkBody(chatMessageSchema, message)).toThrow(expect.objectContaining({ param }));
  });

  it.each(['constructor', '__proto__', 'toString'])('takes a part of the type %s for an unknown one', (type) => {
    expect(chatMessageSchema.safeParse({ role: 'user', content: [{ type }] }).success).toBe(true);
  });
});
