import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from 'vitest';
import { findModel } from '../../../../shared/models/catalogue.ts';
import { thinkingFor } from '../../../../shared/upstream/anthropic/thinking.ts';

const user: MessageParam = { role: 'user', content: 'Hello' };
const think = (
  effort: string | null | undefined,
  model: string,
  maxTokens = 20_000,
  messages: MessageParam[] = [user],
) => thinkingFor(effort, { facts: findModel(model), maxTokens, messages });

describe('thinkingFor', () => {
  it('leaves a model to itself when nothing is asked', () => {
    expect(think(undefined, 'claude-opus-4-6')).toEqual({});
    expect(think(null, 'claude-opus-4-6')).toEqual({});
  });

  it.each([
    ['minimal', 'low'],
    ['low', 'low'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['max', 'max'],
  ])('turns %s into the effort %s of a model that decides itself', (effort, expected) => {
    expect(think(effort, 'claude-opus-4-6')).toEqual({
      thinking: { type: 'adaptive', display: 'summarized' },
      effort: expected,
    });
  });

  it('takes a model that the catalogue lacks for a newer one', () => {
    expect(think('xhigh', 'claude-opus-9')).toMatchObject({ thinking: { type: 'adaptive' }, effort: 'xhigh' });
  });

  it.each([
    ['low', 20_000, 1_024],
    ['medium', 20_000, 4_096],
    ['high', 64_000, 16_384],
    ['high', 20_000, 10_000],
    ['max', 64_000, 32_000],
    ['low', 1_025, 1_024],
  ])('gives an older model a budget for %s, within a limit of %i tokens', (effort, maxTokens, budget) => {
    expect(think(effort, 'claude-haiku-4-5', maxTokens)).toEqual({
      thinking: { type: 'enabled', budget_tokens: budget },
    });
  });

  it('turns thought off where there is any', () => {
    expect(think('none', 'claude-opus-4-6')).toEqual({ thinking: { type: 'disabled' } });
    expect(think('none', 'claude-3-5-sonnet-20241022')).toEqual({});
  });

  const calling: MessageParam = { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: {} }] };
  const result: MessageParam = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] };
  const thought = { type: 'thinking', thinking: 'Hm.', signature: 's' } as const;

  it('does without a budget in the middle of tool calls whose thought did not come back', () => {
    expect(think('low', 'claude-haiku-4-5', 20_000, [user, calling, result])).toEqual({});
    const signed: MessageParam = {
      role: 'assistant',
      content: [thought, ...[calling.content].flat()].filter((block) => typeof block !== 'string'),
    };
    expect(think('low', 'claude-haiku-4-5', 20_000, [user, signed, result])).toHaveProperty('thinking');
    expect(think('low', 'claude-opus-4-6', 20_000, [user, calling, result])).toHaveProperty('thinking');
  });

  it.each([
    ['low', 'claude-3-5-sonnet-20241022', 4_000, /no effort to set/],
    ['lots', 'claude-opus-4-6', 4_000, /no effort of that name/],
    ['xhigh', 'claude-opus-4-6', 4_000, /takes low, medium, high, max/],
    ['low', 'claude-haiku-4-5', 1_024, /above 1024 tokens/],
  ])('refuses %s of %s with %i tokens', (effort, model, maxTokens, message) => {
    expect(() => think(effort, model, maxTokens)).toThrow(message);
  });
});
