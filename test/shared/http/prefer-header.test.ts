import { expect, it } from 'vitest';
import { parsePrefer } from '../../../shared/http/prefer-header.ts';

it.each([
  [undefined, false, 0],
  ['', false, 0],
  ['respond-async', true, 0],
  ['Respond-Async , WAIT=10', true, 10],
  ['wait="5", respond-async', true, 5],
  ['respond-async;foo=bar; wait=3', true, 0],
  ['respond-async, wait=1, wait=9', true, 1],
  ['wait=soon, respond-async', true, 0],
  ['return=minimal', false, 0],
  ['dont-respond-async', false, 0],
  [['return=minimal', 'respond-async'], true, 0],
])('reads %j', (header, isAsync, waitSeconds) => {
  expect(parsePrefer(header)).toEqual({ isAsync, waitSeconds });
});
