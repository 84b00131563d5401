import { expect, it } from 'vitest';
import { AnswerHeaders } from '../../../shared/upstream/answer-headers.ts';

const headers = new AnswerHeaders({ 'retry-after': '2', 'x-two': ['a', 'b'], 'x-none': undefined });

it('are read by name, repeated ones joined', () => {
  expect(headers.get('retry-after')).toBe('2');
  expect(headers.get('x-two')).toBe('a, b');
  expect([headers.get('x-none'), headers.get('absent')]).toEqual([null, null]);
});

it('become what the official clients read', () => {
  expect(new AnswerHeaders({ 'retry-after': '2', 'x-two': ['a', 'b'] }).toHeaders()).toEqual(
    new Headers({ 'retry-after': '2', 'x-two': 'a, b' }),
  );
});
