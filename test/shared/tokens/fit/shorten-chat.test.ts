import { describe, expect, it } from 'vitest';

import { countChat } from '../../../../shared/tokens/chat/count-chat.ts';
import { shortenChat } from '../../../../shared/tokens/fit/shorten-chat.ts';
import { encodings } from '../loaded-encodings.ts';
import { conversation, hasWholePairs, model } from './conversations.ts';

const by = { model, encodings, summarise: async () => 'They talked.' };
const chat = conversation(12);
const count = await countChat(chat, model, encodings);

describe('shortenChat', () => {
  it.each([
    ['drop-oldest', 'dropped'],
    ['middle-out', 'dropped'],
    ['truncate', 'truncated'],
    ['summarise', 'summarised'],
  ] as const)('by %s gives a chat that is %s, no longer than its target, counted anew', async (strategy, kind) => {
    const shorter = await shortenChat(chat, count, 400, strategy, by);
    expect(shorter.kind).toBe(kind);
    expect(shorter.count).toEqual(await countChat(shorter.chat, model, encodings));
    if (strategy !== 'truncate') expect(shorter.count.tokens).toBeLessThanOrEqual(400);
    expect(hasWholePairs(shorter.chat.messages)).toBe(true);
  });

  it('leaves the given chat as it is', async () => {
    const before = structuredClone(chat);
    await shortenChat(chat, count, 300, 'middle-out', by);
    expect(chat).toEqual(before);
  });
});
