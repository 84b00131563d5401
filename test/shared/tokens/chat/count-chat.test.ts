import { describe, expect, it } from 'vitest';

import { countChat } from '../../../../shared/tokens/chat/count-chat.ts';
import type { CountedModel } from '../../../../shared/tokens/chat/counted-model.ts';
import { encodings } from '../loaded-encodings.ts';

const gpt4: CountedModel = { name: 'gpt-4', encoding: 'cl100k_base' };
const gpt4o: CountedModel = { name: 'gpt-4o', encoding: 'o200k_base' };

// The two examples of the OpenAI cookbook, "How to count tokens with tiktoken", whose counts were checked with the API.
const jargon = [
  message(
    'system',
    'You are a helpful, pattern-following assistant that translates corporate jargon into plain English.',
  ),
  message('system', 'New synergies will help drive top-line growth.', 'example_user'),
  message('system', 'Things working well together will increase revenue.', 'example_assistant'),
  message(
    'system',
    "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
    'example_user',
  ),
  message('system', "Let's talk later when we're less busy about how to do better.", 'example_assistant'),
  message('user', "This late pivot means we don't have time to boil the ocean for the client deliverable."),
];
const weather = {
  name: 'get_current_weather',
  description: 'Get the current weather in a given location',
  parameters: {
    type: 'object',
    properties: {
      location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
      unit: { type: 'string', description: 'The unit of temperature to return', enum: ['celsius', 'fahrenheit'] },
    },
    required: ['location'],
  },
};
const question = [
  message('system', 'You are a helpful assistant that can answer to questions about the weather.'),
  message('user', "What's the weather like in San Francisco?"),
];
const tools = [{ type: 'function', function: weather }];

describe('countChat', () => {
  it('comes to the OpenAI cookbook’s count of messages', async () => {
    expect(await countChat({ messages: jargon }, gpt4, encodings)).toMatchObject({ tokens: 129, exact: true });
    expect(await countChat({ messages: jargon }, gpt4o, encodings)).toMatchObject({ tokens: 124, exact: true });
  });

  it('comes to the OpenAI cookbook’s count of messages with a tool', async () => {
    expect(await countChat({ messages: question, tools }, gpt4, encodings)).toMatchObject({ tokens: 105, exact: true });
    expect(await countChat({ messages: question, tools }, gpt4o, encodings)).toMatchObject({
      tokens: 101,
      exact: true,
    });
  });

  it('counts the older form of functions as it counts tools', async () => {
    const legacy = await countChat({ messages: question, functions: [weather] }, gpt4, encodings);
    expect(legacy.tokens).toBe(105);
  });

  it('gives each message’s share', async () => {
    const { tokens, messageTokens } = await countChat({ messages: jargon }, gpt4o, encodings);
    expect(messageTokens).toHaveLength(6);
    expect(messageTokens.reduce((sum, share) => sum + share, 0)).toBe(tokens - 3);
  });

  it('counts special tokens in a message as text', async () => {
    const { tokens } = await countChat({ messages: [message('user', '<|endoftext|>')] }, gpt4o, encodings);
    expect(tokens).toBeGreaterThan(8);
  });

  it('counts images by their model’s rule', async () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/cat.png', detail: 'low' } };
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'Hi' }, image] }];
    expect(await countChat({ messages }, gpt4o, encodings)).toMatchObject({ tokens: 3 + 3 + 1 + 1 + 85, exact: true });
    const elsewhere = [
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/cat.png' } }] },
    ];
    expect(await countChat({ messages: elsewhere }, gpt4o, encodings)).toMatchObject({ tokens: 7 + 765, exact: false });
  });

  it.each([
    ['whose encoding is not published', { name: 'claude-sonnet-4' }],
    ['whose encoding is a guess', { name: 'gpt-6', encoding: 'o200k_base' as const, encodingAssumed: true }],
    ['that reasons', { name: 'o3', encoding: 'o200k_base' as const, reasoning: true }],
  ])('calls its count of a model %s an estimate', async (_, model) => {
    expect(await countChat({ messages: question }, model, encodings)).toMatchObject({ tokens: 33, exact: false });
  });

  it('rejects with the reason of its signal', async () => {
    const reason = new Error('gone');
    await expect(countChat({ messages: question }, gpt4, encodings, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

function message(role: string, content: string, name?: string) {
  return name === undefined ? { role, content } : { role, content, name };
}
