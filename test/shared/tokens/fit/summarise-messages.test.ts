import { describe, expect, it } from 'vitest';

import { countText } from '../../../../shared/tokens/bpe/count-text.ts';
import { countChat } from '../../../../shared/tokens/chat/count-chat.ts';
import { summariseMessages, summaryOverheadTokens } from '../../../../shared/tokens/fit/summarise-messages.ts';
import { encodings, o200k } from '../loaded-encodings.ts';
import { conversation, model, textOf, user } from './conversations.ts';

describe('summariseMessages', () => {
  it('shows the conversation with its calls, and passes the limit and the signal on', async () => {
    const { signal } = new AbortController();
    const parts = { role: 'user', content: [{ type: 'text', text: 'See' }, { type: 'image_url' }] };
    const messages = [...conversation(1).messages.slice(1, 3), parts];
    await summariseMessages(
      messages,
      50,
      async (text, maxTokens, given) => {
        expect(text).toBe(
          'user: Question 0: what is it?\n\nassistant: \n[calls find with {"turn":0}]\n\nuser: See\n[image_url]',
        );
        expect([maxTokens, given]).toEqual([50, signal]);
        return 'x';
      },
      o200k,
      signal,
    );
  });

  it('cuts a summary that is too long, so that its message weighs no more than was planned for', async () => {
    const message = await summariseMessages([user('x')], 20, async () => 'word '.repeat(500), o200k);
    expect(message.role).toBe('user');
    expect(await countText(textOf(message), o200k)).toBeLessThan(20 + summaryOverheadTokens);
    const { messageTokens } = await countChat({ messages: [message] }, model, encodings);
    expect(messageTokens[0]).toBeLessThanOrEqual(20 + summaryOverheadTokens);
  });
});
