import { expect, it } from 'vitest';
import { parseSplitRequest } from '../../../shared/neutral/split-request.ts';

const sound = { model: 'gpt-4o', text: 'Hello', max_tokens: 100, overlap_tokens: 0 };

it('takes a text and the size of its chunks', () => {
  expect(parseSplitRequest(sound)).toBe(sound);
});

it.each([
  [{ ...sound, model: '' }, 'model'],
  [{ ...sound, text: 5 }, 'text'],
  [{ ...sound, max_tokens: 3 }, 'max_tokens'],
  [{ ...sound, overlap_tokens: -1 }, 'overlap_tokens'],
])('refuses %j', (body, param) => {
  expect(() => parseSplitRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
});
