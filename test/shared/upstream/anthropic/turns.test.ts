import { describe, expect, it } from 'vitest';
import { turnsOf } from '../../../../shared/upstream/anthropic/turns.ts';

const text = (value: string) => ({ type: 'text', text: value });
const call = (id: string, name = 'f', given = '{"a":1}') => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});

describe('turnsOf', () => {
  it('takes instructions out of the conversation, wherever they stand', () => {
    const { system, messages } = turnsOf([
      { role: 'system', content: 'One.' },
      { role: 'developer', content: [{ type: 'text', text: 'Two.' }] },
      { role: 'user', content: 'Hello' },
      { role: 'system', content: 'Three.' },
    ]);
    expect(system).toEqual([text('One.'), text('Two.'), text('Three.')]);
    expect(messages).toEqual([{ role: 'user', content: [text('Hello')] }]);
  });

  it('makes one turn of messages of one side in a row', () => {
    expect(
      turnsOf([
        { role: 'user', content: 'a', name: 'Ann' },
        { role: 'user', content: 'b' },
        { role: 'assistant', content: 'c' },
        { role: 'assistant', content: 'd', refusal: 'e' },
      ]).messages,
    ).toEqual([
      { role: 'user', content: [text('a'), text('b')] },
      { role: 'assistant', content: [text('c'), text('d'), text('e')] },
    ]);
  });

  it('answers parallel calls in one turn, with what the user says next behind them', () => {
    const { messages } = turnsOf([
      { role: 'user', content: 'Go' },
      { role: 'assistant', content: null, tool_calls: [call('call_1'), call('call_2', 'g', '')] },
      { role: 'tool', tool_call_id: 'call_1', content: 'one' },
      { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
      { role: 'tool', tool_call_id: 'call_2', content: '' },
      { role: 'user', content: 'And?' },
    ]);
    expect(messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'call_1', name: 'f', input: { a: 1 } },
          { type: 'tool_use', id: 'call_2', name: 'g', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_1', content: [text('one')] },
          { type: 'tool_result', tool_use_id: 'call_2', content: [text('two')] },
          { type: 'tool_result', tool_use_id: 'call_2' },
          text('And?'),
        ],
      },
    ]);
  });

  it('puts thought before the text and the calls it led to', () => {
    const thought = { type: 'thinking', thinking: 'Hm.', signature: 's' };
    const { messages } = turnsOf([
      { role: 'user', content: 'Go' },
      { role: 'assistant', content: 'So:', tool_calls: [call('c')], thinking_blocks: [thought] },
    ]);
    expect(messages[1]?.content).toEqual([thought, text('So:'), expect.objectContaining({ type: 'tool_use' })]);
  });

  it('gives an id that Anthropic would refuse the same other name at both places', () => {
    const { messages } = turnsOf([
      { role: 'user', content: 'Go' },
      { role: 'assistant', tool_calls: [call('a.b:c')] },
      { role: 'tool', tool_call_id: 'a.b:c', content: 'x' },
    ]);
    expect(messages[1]?.content).toMatchObject([{ id: 'a_b_c' }]);
    expect(messages[2]?.content).toMatchObject([{ tool_use_id: 'a_b_c' }]);
  });

  it('leaves out an answer that said nothing', () => {
    expect(
      turnsOf([
        { role: 'user', content: 'a' },
        { role: 'assistant', content: '' },
      ]).messages,
    ).toHaveLength(1);
  });

  const user = { role: 'user', content: 'Go' };
  it.each([
    ['no message but instructions', [{ role: 'system', content: 'a' }], 'messages'],
    ['another role', [{ role: 'function', name: 'f', content: 'a' }], 'messages[0].role'],
    ['a sound in a message', [user, { role: 'assistant', audio: { id: 'a' } }], 'messages[1].audio'],
    [
      'the old form of a call',
      [user, { role: 'assistant', function_call: { name: 'f' } }],
      'messages[1].function_call',
    ],
    [
      'a custom call',
      [user, { role: 'assistant', tool_calls: [{ id: 'a', type: 'custom' }] }],
      'messages[1].tool_calls[0]',
    ],
    ['a result of nothing', [user, { role: 'tool', content: 'a' }], 'messages[1].tool_call_id'],
    [
      'arguments that are no JSON',
      [user, { role: 'assistant', tool_calls: [call('a', 'f', '{"a":')] }],
      'messages[1].tool_calls[0].function.arguments',
    ],
    [
      'arguments that are no object',
      [user, { role: 'assistant', tool_calls: [call('a', 'f', '[1]')] }],
      'messages[1].tool_calls[0].function.arguments',
    ],
    [
      'an image among instructions',
      [{ role: 'system', content: [{ type: 'image_url', image_url: { url: 'https://a' } }] }, user],
      'messages[0].content[0]',
    ],
  ])('names %s', (_what, messages, param) => {
    expect(() => turnsOf(messages)).toThrow(expect.objectContaining({ param, kind: 'inexpressible' }));
  });
});
