import { expect, it } from 'vitest';
import { parseSummaryRequest } from '../../../shared/neutral/summary-request.ts';

const sound = { model: 'gpt-4o', text: 'Hello', max_tokens: 16, instructions: 'Be brief.', stream: false };

it('takes a text, with instructions or without', () => {
  expect(parseSummaryRequest(sound)).toBe(sound);
  expect(parseSummaryRequest({ model: 'gpt-4o', text: 'Hello' })).toEqual({ model: 'gpt-4o', text: 'Hello' });
});

it.each([
  [{ text: 'Hello' }, 'model'],
  [{ ...sound, text: '' }, 'text'],
  [{ ...sound, max_tokens: 15 }, 'max_tokens'],
  [{ ...sound, instructions: 5 }, 'instructions'],
  [{ ...sound, stream: 'yes' }, 'stream'],
])('refuses %j', (body, param) => {
  expect(() => parseSummaryRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
});
