import { describe, expect, it } from 'vitest';

import { weighChat } from '../../../../shared/tokens/chat/weigh-chat.ts';

describe('weighChat', () => {
  it('weighs each message, and beside them the three tokens that open the answer', () => {
    const chat = {
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Ho' },
      ],
    };
    const { messages, rest } = weighChat(chat, () => ({ tokens: 0, isExact: true }));
    expect(messages.map(({ texts }) => texts)).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Ho'],
    ]);
    expect(rest).toEqual({ texts: [], tokens: 3, isExact: true });
  });
});
