import { describe, expect, it } from 'vitest';

import { imageRuleOf } from '../../../../shared/tokens/chat/image-rule.ts';

describe('imageRuleOf', () => {
  it.each([
    ['gpt-4o', 85, 170],
    ['azure/gpt-4o-2024-08-06', 85, 170],
    ['GPT-4.1', 85, 170],
    ['gpt-4o-mini', 2833, 5667],
    ['o1', 75, 150],
    ['o3', 75, 150],
    ['gpt-5', 70, 140],
    ['gpt-5-chat-latest', 70, 140],
    ['computer-use-preview', 65, 129],
  ])('counts %s by tiles', (name, base, perTile) => {
    expect(imageRuleOf(name)).toEqual({ kind: 'tiles', base, perTile, isPublished: true });
  });

  it.each([
    ['gpt-4.1-mini', 1.62, true],
    ['gpt-4.1-nano', 2.46, true],
    ['gpt-5-nano', 2.46, true],
    ['o4-mini', 1.72, true],
    ['gpt-5-mini', 1.62, false],
  ])('counts %s by patches', (name, perPatch, isPublished) => {
    expect(imageRuleOf(name)).toEqual({ kind: 'patches', perPatch, isPublished });
  });

  it.each(['gpt-5.4', 'gpt-6-sol', 'claude-sonnet-4'])('takes GPT-4o’s rule for %s, unpublished', (name) => {
    expect(imageRuleOf(name)).toEqual({ kind: 'tiles', base: 85, perTile: 170, isPublished: false });
  });
});
