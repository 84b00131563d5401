import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { Split } from '../../../../shared/gateway/split.ts';
import type { Summary } from '../../../../shared/gateway/summarise.ts';
import {
  messagesCountAnswerSchema,
  splitSchema,
  summaryEventSchema,
  summarySchema,
  tokenCountSchema,
} from '../../../../shared/http/api/text-schemas.ts';
import type { CountAnswer } from '../../../../shared/tokens/count-request.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

describe('the schemas of texts', () => {
  it('take a count of a model whose window is not known', () => {
    const count: CountAnswer = {
      object: 'token_count',
      model: 'mine',
      tokens: 3,
      exact: false,
      encoding: 'o200k_base',
      context_window: null,
      max_output_tokens: null,
      remaining_tokens: null,
    };
    expect(tokenCountSchema.parse(count)).toEqual(count);
    expect(messagesCountAnswerSchema.safeParse({ input_tokens: -1 }).success).toBe(false);
  });

  it('take a text in chunks', () => {
    const chunks = [{ index: 0, text: 'Blue.', start: 0, end: 5, tokens: 2 }];
    const split: Split = { object: 'text.split', model: 'gpt-4o', encoding: 'o200k_base', chunks };
    expect(splitSchema.parse(split)).toEqual(split);
  });

  it('take a progress and a summary for events', () => {
    const summary: Summary = { object: 'summary', model: 'gpt-4o', text: 'Blue.', parts: 1, rounds: 1, usage: null };
    const events = [{ round: 1, done: 0, parts: 4 }, summary];
    expect(events.map((event) => summaryEventSchema.parse(event))).toEqual(events);
    expect(summarySchema.safeParse(events[0]).success).toBe(false);
  });

  it('are as wide as the types', () => {
    expectTypeOf<CountAnswer>().toExtend<DeepReadonly<z.output<typeof tokenCountSchema>>>();
    expectTypeOf<Split>().toExtend<DeepReadonly<z.output<typeof splitSchema>>>();
    expectTypeOf<Summary>().toExtend<DeepReadonly<z.output<typeof summarySchema>>>();
  });
});
