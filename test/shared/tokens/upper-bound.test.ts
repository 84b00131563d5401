import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countText } from '../../../shared/tokens/bpe/count-text.ts';
import { countChat } from '../../../shared/tokens/chat/count-chat.ts';
import { upperBound, upperBoundOfText } from '../../../shared/tokens/upper-bound.ts';
import { pngUrl } from './chat/image-files.ts';
import { corpus } from './corpus.ts';
import { encodings, o200k } from './loaded-encodings.ts';

const text = fc.oneof(fc.constantFrom(...corpus()), fc.string({ unit: 'binary' }));
const content = fc.oneof(
  text,
  fc.array(
    fc.oneof(
      text.map((value) => ({ type: 'text', text: value })),
      fc.nat(5000).map((side) => ({ type: 'image_url', image_url: { url: pngUrl(side, 5000 - side) } })),
    ),
  ),
);
const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant', 'tool'), content, name: text });
const tool = fc.record({
  type: fc.constant('function'),
  function: fc.record({
    name: fc.string(),
    description: text,
    parameters: fc.record({
      properties: fc.dictionary(
        fc.string(),
        fc.record({ type: fc.constantFrom('string', 'object', 'odd'), description: text }),
      ),
    }),
  }),
});

describe('upperBound', () => {
  it('is never below the count', async () => {
    const chat = fc.record({ messages: fc.array(message, { maxLength: 4 }), tools: fc.array(tool, { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(chat, fc.constantFrom('gpt-4o', 'gpt-4.1-mini'), async (request, name) => {
        const { tokens } = await countChat(request, { name, encoding: 'o200k_base' }, encodings);
        expect(upperBound(request, name)).toBeGreaterThanOrEqual(tokens);
      }),
      { numRuns: 200 },
    );
  });

  it('is a few times the count for English', () => {
    const bound = upperBound({ messages: [{ role: 'user', content: 'What is the weather like today?' }] }, 'gpt-4o');
    expect(bound).toBe(3 + 3 + 4 + 31);
  });
});

describe('upperBoundOfText', () => {
  it('is never below the count', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(upperBoundOfText(value)).toBeGreaterThanOrEqual(await countText(value, o200k));
      }),
    );
  });
});
