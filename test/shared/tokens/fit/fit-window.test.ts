import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../../../../shared/openai/chat-request.ts';
import { countChat } from '../../../../shared/tokens/chat/count-chat.ts';
import type { Encodings } from '../../../../shared/tokens/bpe/encodings.ts';
import type { FittedChat, FitStrategy } from '../../../../shared/tokens/fit/fit.ts';
import { fitWindow, type FitRequest } from '../../../../shared/tokens/fit/fit-window.ts';
import { encodings } from '../loaded-encodings.ts';
import { chatOf, conversation, hasWholePairs, model, user } from './conversations.ts';

const window = { contextTokens: 128_000 };

async function fit(chat: ChatRequest, over: Partial<FitRequest> = {}) {
  const summarise = async () => 'They talked.';
  return fitWindow({ chat, model, window, strategy: 'refuse', encodings, summarise, ...over });
}

function expectFitted(fitted: Awaited<ReturnType<typeof fit>>): FittedChat {
  if (fitted.kind === 'too-long') expect.unreachable('it was too long');
  return fitted;
}

describe('fitWindow', () => {
  it('clamps 125,874 tokens asked for after 2,133 of prompt to the 125,867 that a window of 128,000 leaves', async () => {
    const chat = { ...chatOf(user('a '.repeat(2125) + 'a')), max_tokens: 125_874 };
    expect(await fit(chat)).toEqual({
      kind: 'clamped',
      chat: { ...chat, max_tokens: 125_867 },
      promptTokens: 2133,
      counted: 'exact',
      askedTokens: 125_874,
      limit: 125_867,
      removed: { messages: 0, tokens: 0 },
    });
  });

  it('passes the very chat that fits', async () => {
    const chat = { ...chatOf(user('Hi')), max_tokens: 100 };
    const fitted = expectFitted(await fit(chat));
    expect(fitted).toMatchObject({ kind: 'unchanged', limit: 100, askedTokens: 100 });
    expect(fitted.chat).toBe(chat);
  });

  it('adds no maximum where the caller gave none', async () => {
    const fitted = expectFitted(await fit(chatOf(user('Hi')), { window: { contextTokens: 20, maxOutputTokens: 5 } }));
    expect(fitted).not.toHaveProperty('limit');
    expect(fitted.chat).not.toHaveProperty('max_tokens');
  });

  it('counts nothing when all fits by the upper bound', async () => {
    let loads = 0;
    const watched: Encodings = {
      load: (name) => {
        loads += 1;
        return encodings.load(name);
      },
    };
    const chat = { ...chatOf(user('word '.repeat(1000))), max_tokens: 4000 };
    const fitted = expectFitted(await fit(chat, { encodings: watched }));
    expect([loads, fitted.counted]).toEqual([0, 'bound']);
    expect(expectFitted(await fit(chat, { encodings: watched, window: { contextTokens: 8000 } })).counted).toBe(
      'exact',
    );
    expect(loads).toBe(1);
  });

  it('clamps to the longest answer of the model, under the member the model takes', async () => {
    const chat = { ...chatOf(user('Hi')), max_tokens: 50_000 };
    const over = {
      window: { contextTokens: 128_000, maxOutputTokens: 16_384 },
      tokenParameter: 'max_completion_tokens',
    } as const;
    const fitted = expectFitted(await fit(chat, over));
    expect(fitted).toMatchObject({ kind: 'clamped', limit: 16_384 });
    expect(fitted.chat).toEqual({ messages: chat.messages, max_completion_tokens: 16_384 });
    const newer = { ...chatOf(user('Hi')), max_completion_tokens: 50_000 };
    expect(expectFitted(await fit(newer, { window: over.window })).chat.max_completion_tokens).toBe(16_384);
  });

  it('refuses a prompt that is too long in the words of OpenAI', async () => {
    await expect(fit(chatOf(user('a '.repeat(300))), { window: { contextTokens: 100 } })).rejects.toMatchObject({
      code: 'context_length_exceeded',
      param: 'messages',
      message:
        "This model's maximum context length is 100 tokens. However, your messages resulted in 308 tokens. Please reduce the length of the messages.",
    });
  });

  it('refuses a prompt beyond the longest input, or one that leaves nothing for an answer', async () => {
    const chat = chatOf(user('a '.repeat(99) + 'a'));
    const { tokens } = await countChat(chat, model, encodings);
    await expect(fit(chat, { window: { contextTokens: tokens } })).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
    expect(await fit(chat, { window: { contextTokens: tokens + 1 } })).toMatchObject({ kind: 'unchanged' });
    await expect(fit(chat, { window: { contextTokens: 4000, maxInputTokens: tokens - 1 } })).rejects.toThrow(
      `Input tokens exceed the configured limit of ${tokens - 1} tokens.`,
    );
  });

  it('takes a window that is not known for one without end', async () => {
    expect(await fit(chatOf(user('a '.repeat(3000))), { window: {} })).toMatchObject({
      kind: 'unchanged',
      counted: 'bound',
    });
  });

  it('says how long a window a longer model needs', async () => {
    const chat = { ...chatOf(user('a '.repeat(300))), max_tokens: 50 };
    expect(await fit(chat, { window: { contextTokens: 100 }, strategy: 'longer-model' })).toEqual({
      kind: 'too-long',
      promptTokens: 308,
      neededTokens: 358,
    });
  });

  it('drops the oldest turns, and no more than it must', async () => {
    const chat = conversation(20);
    const fitted = expectFitted(await fit(chat, { window: { contextTokens: 400 }, strategy: 'drop-oldest' }));
    expect(fitted.kind).toBe('dropped');
    expect(fitted.chat.messages[0]).toBe(chat.messages[0]);
    expect(fitted.chat.messages.slice(1)).toEqual(chat.messages.slice(1 + fitted.removed.messages));
    expect(fitted.promptTokens).toBeLessThanOrEqual(300);
    const oneTurnMore = {
      ...chat,
      messages: [...chat.messages.slice(0, 1), ...chat.messages.slice(1 + fitted.removed.messages - 4)],
    };
    expect((await countChat(oneTurnMore, model, encodings)).tokens).toBeGreaterThan(300);
    expect(fitted.removed.tokens).toBe((await countChat(chat, model, encodings)).tokens - fitted.promptTokens);
  });

  it('drops the turns in the middle, then cuts the middle of the longest text', async () => {
    const chat = conversation(9);
    const dropped = expectFitted(await fit(chat, { window: { contextTokens: 500 }, strategy: 'middle-out' }));
    expect(dropped.kind).toBe('dropped');
    expect(dropped.chat.messages.slice(0, 5)).toEqual(chat.messages.slice(0, 5));
    expect(dropped.chat.messages.at(-1)).toBe(chat.messages.at(-1));
    const long = chatOf(user(`first ${'word '.repeat(1000)} last`));
    const cut = expectFitted(await fit(long, { window: { contextTokens: 200 }, strategy: 'middle-out' }));
    expect(cut.kind).toBe('truncated');
    expect(cut.chat.messages[0]?.content).toMatch(/^first word[^]*\n…\n[^]*last$/);
  });

  it('truncates the longest texts and leaves all messages', async () => {
    const parts = {
      role: 'user',
      content: [
        { type: 'text', text: 'part '.repeat(500) },
        { type: 'text', text: 'short' },
      ],
    };
    const system = { role: 'system', content: 'Be brief. '.repeat(10) };
    const chat = chatOf(system, user('word '.repeat(400)), parts);
    const fitted = expectFitted(await fit(chat, { window: { contextTokens: 300 }, strategy: 'truncate' }));
    expect(fitted.kind).toBe('truncated');
    expect(fitted.promptTokens).toBeLessThanOrEqual(225);
    expect(fitted.chat.messages).toHaveLength(3);
    expect(fitted.chat.messages[0]).toBe(system);
    expect(fitted.removed.messages).toBe(0);
  });

  it('puts a summary of the oldest turns in their place, as the user', async () => {
    const asked: { text: string; maxTokens: number }[] = [];
    const summarise = async (text: string, maxTokens: number) => {
      asked.push({ text, maxTokens });
      return 'They spoke of the weather. '.repeat(500);
    };
    const chat = conversation(20);
    const fitted = expectFitted(await fit(chat, { window: { contextTokens: 600 }, strategy: 'summarise', summarise }));
    expect(fitted.kind).toBe('summarised');
    expect(fitted.chat.messages[1]).toMatchObject({ role: 'user' });
    expect(fitted.chat.messages[1]?.content).toMatch(/^Summary of the earlier conversation:\nThey spoke/);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.text).toMatch(/^user: Question 0[^]*\[calls find with/);
    expect(fitted.promptTokens).toBeLessThanOrEqual(450);
    expect(fitted.chat.messages.slice(2)).toEqual(chat.messages.slice(-(fitted.chat.messages.length - 2)));
  });

  it('pays for no summary that cannot help', async () => {
    const summarise = async () => expect.unreachable('nothing is left out by it');
    const chat = chatOf(user('a '.repeat(300)));
    await expect(fit(chat, { window: { contextTokens: 100 }, strategy: 'summarise', summarise })).rejects.toMatchObject(
      {
        code: 'context_length_exceeded',
      },
    );
  });

  it('refuses when its strategy cannot make the prompt fit', async () => {
    const chat = chatOf({ role: 'system', content: 'a '.repeat(300) }, user('Hi'));
    for (const strategy of ['drop-oldest', 'middle-out', 'truncate', 'summarise'] as const) {
      await expect(fit(chat, { window: { contextTokens: 100 }, strategy })).rejects.toThrow('resulted in 313 tokens');
    }
  });

  it('gives a chat that fits, in order, with pairs, standing messages and the last question whole, or refuses', async () => {
    const strategies: FitStrategy[] = ['drop-oldest', 'middle-out', 'truncate', 'summarise'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('user', 'assistant', 'calls', 'system', 'tools'), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 40, max: 900 }),
        fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
        fc.constantFrom(...strategies),
        async (kinds, contextTokens, asked, strategy) => {
          const chat = { ...conversationOf(kinds), ...(asked === undefined ? {} : { max_tokens: asked }) };
          const fitted = await fit(chat, { window: { contextTokens }, strategy }).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'context_length_exceeded' });
          });
          if (fitted === undefined) return;
          const result = expectFitted(fitted);
          const { tokens } = await countChat(result.chat, model, encodings);
          expect(tokens + (result.chat.max_tokens ?? 1)).toBeLessThanOrEqual(contextTokens);
          expect(hasWholePairs(result.chat.messages)).toBe(true);
          const standing = chat.messages.filter(({ role }) => role === 'system');
          expect(result.chat.messages.filter(({ role }) => role === 'system')).toEqual(standing);
          if (strategy === 'drop-oldest') {
            const places = result.chat.messages.map((message) => chat.messages.indexOf(message));
            expect(places).toEqual(places.toSorted((left, right) => left - right));
            expect(places).not.toContain(-1);
            const question = chat.messages.findLast(({ role }) => role === 'user');
            if (question !== undefined) expect(result.chat.messages).toContain(question);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

function conversationOf(kinds: readonly string[]): ChatRequest {
  return chatOf(
    ...kinds.flatMap((kind, place): ChatRequest['messages'] => {
      const call = (id: string) => ({ id, type: 'function', function: { name: 'find', arguments: '{"what":"it"}' } });
      const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: `Found ${'much '.repeat(place)}` });
      switch (kind) {
        case 'calls':
          return [{ role: 'assistant', content: null, tool_calls: [call(`${place}`)] }, result(`${place}`)];
        case 'tools':
          return [
            { role: 'assistant', tool_calls: [call(`${place}a`), call(`${place}b`)] },
            result(`${place}b`),
            result(`${place}a`),
          ];
        case 'system':
          return [{ role: 'system', content: `Rule ${place}` }];
        default:
          return [{ role: kind, content: `Message ${place} ${'word '.repeat((place * 7) % 40)}` }];
      }
    }),
  );
}
