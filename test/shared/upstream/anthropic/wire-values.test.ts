import { describe, expect, it } from 'vitest';
import {
  finishReason,
  openaiError,
  openaiUsage,
  refusalOf,
} from '../../../../shared/upstream/anthropic/wire-values.ts';

describe('finishReason', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
    ['a_reason_of_next_year', 'stop'],
  ])('of %s is %s', (reason, expected) => {
    expect(finishReason(reason)).toBe(expected);
  });
});

describe('openaiUsage', () => {
  it('counts what was read from and written to the cache as part of the prompt', () => {
    expect(
      openaiUsage({
        input_tokens: 10,
        cache_read_input_tokens: 200,
        cache_creation_input_tokens: 30,
        output_tokens: 7,
        output_tokens_details: { thinking_tokens: 4 },
      }),
    ).toEqual({
      prompt_tokens: 240,
      completion_tokens: 7,
      total_tokens: 247,
      prompt_tokens_details: { cached_tokens: 200, cache_creation_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 4 },
    });
  });

  it('takes what is not told for nothing', () => {
    expect(openaiUsage({ input_tokens: 1, output_tokens: 2, cache_read_input_tokens: null })).toEqual({
      prompt_tokens: 1,
      completion_tokens: 2,
      total_tokens: 3,
      prompt_tokens_details: { cached_tokens: 0 },
    });
    expect(openaiUsage({})).toMatchObject({ total_tokens: 0 });
  });
});

it('says an error by its type', () => {
  expect(openaiError({ type: 'overloaded_error', message: 'Overloaded' })).toEqual({
    error: { message: 'Overloaded', type: 'overloaded_error', param: null, code: 'overloaded_error' },
  });
  expect(openaiError('?')).toEqual({ error: { message: null, type: null, param: null, code: null } });
});

it('tells why a model refused where it says so', () => {
  expect(refusalOf('refusal', { explanation: 'No.' })).toBe('No.');
  expect(refusalOf('refusal', null)).toBeNull();
  expect(refusalOf('end_turn', { explanation: 'No.' })).toBeNull();
});
