import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { imageRuleOf } from '../../../../shared/tokens/chat/image-rule.ts';
import { imageTokens, mostImageTokens } from '../../../../shared/tokens/chat/image-tokens.ts';
import { pngUrl } from './image-files.ts';

const count = (model: string, width: number, height: number, detail?: string) =>
  imageTokens({ url: pngUrl(width, height), detail }, imageRuleOf(model));

describe('imageTokens', () => {
  // Examples of OpenAI's guide to images and vision.
  it.each([
    ['gpt-4o', 1024, 1024, 'high', 765],
    ['gpt-4o', 2048, 4096, 'high', 1105],
    ['gpt-4o', 4096, 8192, 'low', 85],
    ['gpt-4o-mini', 512, 512, 'auto', 8500],
    ['gpt-4.1-nano', 1024, 1024, 'high', 2520],
  ])('of %s for %i × %i at detail %s is %i', (model, width, height, detail, tokens) => {
    expect(count(model, width, height, detail)).toEqual({ tokens, isExact: true });
  });

  it('calls its count of an image of too many patches an estimate', () => {
    expect(count('gpt-4.1-mini', 1800, 2400)).toEqual({ tokens: Math.ceil(1452 * 1.62), isExact: false });
    expect(count('gpt-4.1-mini', 4000, 1474)).toEqual({ tokens: 2348, isExact: false });
  });

  it('never scales up', () => {
    expect(count('gpt-4o', 64, 64).tokens).toBe(255);
  });

  it('takes 1024 × 1024 for an image whose size is not known, and calls it an estimate', () => {
    const url = 'https://example.com/a.png';
    expect(imageTokens({ url, detail: undefined }, imageRuleOf('gpt-4o'))).toEqual({ tokens: 765, isExact: false });
    expect(imageTokens({ url, detail: 'low' }, imageRuleOf('gpt-4o'))).toEqual({ tokens: 85, isExact: true });
    expect(imageTokens({ url, detail: 'low' }, imageRuleOf('o4-mini')).isExact).toBe(false);
  });
});

describe('mostImageTokens', () => {
  it('is never exceeded', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom('gpt-4o', 'gpt-4o-mini', 'gpt-4.1-nano', 'o3'),
        (width, height, model) => {
          expect(count(model, width, height).tokens).toBeLessThanOrEqual(mostImageTokens(imageRuleOf(model)));
        },
      ),
    );
  });
});
