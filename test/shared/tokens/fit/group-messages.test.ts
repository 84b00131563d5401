import { describe, expect, it } from 'vitest';

import { groupMessages } from '../../../../shared/tokens/fit/group-messages.ts';
import { conversation, user } from './conversations.ts';

const calls = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map((id) => ({ id, type: 'function' })) });
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'x' });
const system = { role: 'system', content: 'x' };

describe('groupMessages', () => {
  it('has a group for each turn but the last', () => {
    expect(groupMessages(conversation(3).messages)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [10, 11],
    ]);
  });

  it('has a group for each step of the last turn but the latest', () => {
    const messages = [
      user('x'),
      calls('a'),
      result('a'),
      calls('b', 'c'),
      result('c'),
      result('b'),
      calls('d'),
      result('d'),
    ];
    expect(groupMessages(messages)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('leaves system and developer messages out, wherever they stand', () => {
    expect(groupMessages([system, user('x'), { role: 'developer', content: 'x' }, user('y')])).toEqual([[1]]);
    expect(groupMessages([system])).toEqual([]);
    expect(groupMessages([user('x')])).toEqual([]);
  });

  it('keeps a result with its call, even out of order or with something between', () => {
    expect(groupMessages([user('x'), calls('a'), user('y'), result('a'), user('z')])).toEqual([[0, 1, 3], [2]]);
    const legacy = { role: 'assistant', function_call: { name: 'f', arguments: '{}' } };
    expect(groupMessages([user('x'), legacy, { role: 'function', name: 'f', content: 'x' }, user('y')])).toEqual([
      [0, 1, 2],
    ]);
  });

  it('puts a result that answers no call with what is before it', () => {
    expect(groupMessages([user('x'), result('nobody'), user('y')])).toEqual([[0, 1]]);
    expect(groupMessages([result('nobody'), user('y')])).toEqual([[0]]);
  });

  it('keeps the latest step of a chat without users', () => {
    const answer = { role: 'assistant', content: 'x' };
    expect(groupMessages([answer, answer, answer])).toEqual([[0], [1]]);
  });
});
