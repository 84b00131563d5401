import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { generatedEventSchema, generatedSchema } from '../../../../shared/http/api/generated-schemas.ts';
import type { Generated } from '../../../../shared/neutral/generated.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

const end = {
  provider: 'azure-openai',
  model: 'gpt-4o',
  deployment: 'chat-east',
  finishReason: 'stop',
  latencyMs: 12,
  requestId: 'r-1',
} as const;
const usage = { promptTokens: 5, completionTokens: 1, totalTokens: 6, reasoningTokens: 0, estimated: false };

describe('generatedSchema', () => {
  it('takes an answer in words, in calls, and one that a fixed text stood in for', () => {
    const answers: Generated[] = [
      { ...end, content: 'Because.', usage },
      { ...end, content: null, toolCalls: [{ id: '1', name: 'look', arguments: { at: 'sky' } }], usage },
      { ...end, provider: null, model: null, content: 'Come back later.', usage: null },
    ];
    expect(answers.map((answer) => generatedSchema.parse(answer))).toEqual(answers);
  });

  it('is as wide as the type', () => {
    expectTypeOf<Generated>().toExtend<DeepReadonly<z.output<typeof generatedSchema>>>();
  });
});

describe('generatedEventSchema', () => {
  it.each([
    ['delta', { content: 'Be' }],
    ['tool_call', { id: '1', name: 'look', arguments: {} }],
    ['usage', usage],
    ['usage of a call that never said', null],
    ['done', end],
  ])('takes the data of %s', (_, data) => {
    expect(generatedEventSchema.parse(data)).toEqual(data);
  });
});
