import { expect, it } from 'vitest';
import { orderMistakes } from '../../../shared/config/order-mistakes.ts';

it('finds each clock that outlasts the one around it', () => {
  const timeouts = { connectMs: 9, firstOutputMs: 8, attemptMs: 7, deadlineMs: 6, idleMs: 10 };
  expect(orderMistakes({ timeouts })).toEqual([
    { path: 'timeouts.connectMs', message: 'expected at most firstOutputMs (8)', seen: '9' },
    { path: 'timeouts.firstOutputMs', message: 'expected at most attemptMs (7)', seen: '8' },
    { path: 'timeouts.idleMs', message: 'expected at most attemptMs (7)', seen: '10' },
    { path: 'timeouts.attemptMs', message: 'expected at most deadlineMs (6)', seen: '7' },
  ]);
});

it('finds a first wait longer than the longest', () => {
  expect(orderMistakes({ retry: { baseBackoffMs: 40_000 } })).toEqual([
    { path: 'retry.baseBackoffMs', message: 'expected at most maxBackoffMs (32000)', seen: '40000' },
  ]);
});

it('finds nothing in the defaults, in equal clocks, or in what the schema refuses anyway', () => {
  expect(orderMistakes({})).toEqual([]);
  expect(orderMistakes({ timeouts: { firstOutputMs: 5, attemptMs: 5, deadlineMs: 5 } })).toEqual([]);
  expect(orderMistakes({ timeouts: { connectMs: 'long' }, retry: 5 })).toEqual([]);
  expect(orderMistakes(undefined)).toEqual([]);
});
