import { describe, expect, it } from 'vitest';
import { contentOf, toolCallOf } from '../../../shared/neutral/generated.ts';

const completion = (message: object, finish_reason = 'stop') => ({ choices: [{ index: 0, message, finish_reason }] });

describe('contentOf', () => {
  it.each([
    [
      { content: 'Hi', refusal: null },
      { content: 'Hi', finishReason: 'stop' },
    ],
    [
      { content: null, refusal: 'No.' },
      { content: null, refusal: 'No.', finishReason: 'stop' },
    ],
    [
      { content: 'So.', reasoning_content: 'Hm.' },
      { content: 'So.', reasoning: 'Hm.', finishReason: 'stop' },
    ],
    [
      { content: '', tool_calls: [] },
      { content: '', finishReason: 'stop' },
    ],
    [
      { content: null, tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{"a":1}' } }] },
      { content: null, toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 } }], finishReason: 'stop' },
    ],
  ])('of %j is %j', (message, expected) => {
    expect(contentOf(completion(message))).toEqual(expected);
  });

  it('keeps the reason why it ended', () => {
    expect(contentOf(completion({ content: 'a' }, 'length')).finishReason).toBe('length');
  });

  it('of an answer that says nothing is nothing', () => {
    expect(contentOf({})).toEqual({ content: null, finishReason: 'stop' });
    expect(contentOf({ choices: [null] })).toEqual({ content: null, finishReason: 'stop' });
  });
});

describe('toolCallOf', () => {
  it('gives arguments that a limit cut short as the text they are', () => {
    expect(toolCallOf({ id: 'c', function: { name: 'f', arguments: '{"a":' } }).arguments).toBe('{"a":');
  });

  it('gives no arguments as an empty object', () => {
    expect(toolCallOf({ function: { arguments: '' } })).toEqual({ id: '', name: '', arguments: {} });
    expect(toolCallOf({})).toEqual({ id: '', name: '', arguments: {} });
  });
});
