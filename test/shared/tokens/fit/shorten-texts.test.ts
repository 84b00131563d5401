import { describe, expect, it } from 'vitest';

import { shortenTexts } from '../../../../shared/tokens/fit/shorten-texts.ts';
import { o200k } from '../loaded-encodings.ts';
import { chatOf, textOf, user } from './conversations.ts';

describe('shortenTexts', () => {
  it('takes from the longest text first', async () => {
    const chat = chatOf(user('short '.repeat(30).trimEnd()), user('long '.repeat(100).trimEnd()));
    const shorter = await shortenTexts(chat, 20, o200k, 'end');
    expect(shorter.messages[0]).toBe(chat.messages[0]);
    expect(shorter.messages[1]?.content).toBe('long '.repeat(80).trimEnd());
  });

  it('goes on to the next when one is as short as can be', async () => {
    const chat = chatOf(user('short '.repeat(30).trimEnd()), user('long '.repeat(100).trimEnd()));
    const shorter = await shortenTexts(chat, 95, o200k, 'end');
    expect(shorter.messages.map((message) => textOf(message).trim().split(' ').length)).toEqual([19, 16]);
  });

  it('leaves instructions, tool calls, images and what has no text as they are', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const chat = chatOf(
      { role: 'system', content: 'x '.repeat(200) },
      { role: 'developer', content: 'x '.repeat(200) },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: 'x '.repeat(200) } }],
      },
      { role: 'user', content: [image, { type: 'text', text: 'y '.repeat(200) }] },
    );
    const { messages } = await shortenTexts(chat, 1000, o200k, 'middle');
    expect(messages.slice(0, 3)).toEqual(chat.messages.slice(0, 3));
    expect(messages[3]?.content).toMatchObject([image, { type: 'text' }]);
  });
});
