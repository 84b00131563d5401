import { describe, expect, it } from 'vitest';

import { countTokens, parseCountRequest } from '../../../shared/tokens/count-request.ts';
import { encodings } from './loaded-encodings.ts';

const model = { name: 'gpt-4o', encoding: 'o200k_base' as const, contextTokens: 128_000, maxOutputTokens: 16_384 };

describe('parseCountRequest', () => {
  it('passes the body itself', () => {
    const body = { model: 'gpt-4o', input: 'Hi', extra: true };
    expect(parseCountRequest(body)).toBe(body);
  });

  it.each([
    [{ model: 'gpt-4o' }, 'messages'],
    [{ model: 'gpt-4o', text: 'x', input: 'x' }, 'messages'],
    [{ input: 'x' }, 'model'],
    [{ model: 'gpt-4o', input: [7] }, 'input[0]'],
    [{ model: 'gpt-4o', messages: [{ content: 'Hi' }] }, 'messages[0].role'],
    ['text', undefined],
  ])('refuses %j', (body, param) => {
    expect(() => parseCountRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});

describe('countTokens', () => {
  it('answers for a chat', async () => {
    const request = parseCountRequest({ model: 'my-alias', messages: [{ role: 'user', content: 'Hello, world!' }] });
    expect(await countTokens(request, model, encodings)).toEqual({
      object: 'token_count',
      model: 'my-alias',
      tokens: 11,
      exact: true,
      encoding: 'o200k_base',
      context_window: 128_000,
      max_output_tokens: 16_384,
      remaining_tokens: 16_384,
    });
  });

  it('counts what stands beside a chat’s messages, too', async () => {
    const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] };
    const tools = [{ type: 'function', function: { name: 'now' } }];
    const { tokens } = await countTokens(parseCountRequest({ ...chat, tools }), model, encodings);
    expect(tokens).toBeGreaterThan(20);
  });

  it('answers for a text and for several', async () => {
    const text = await countTokens({ model: 'gpt-4o', text: 'Hello, world!' }, model, encodings);
    expect([text.tokens, text.exact]).toEqual([4, true]);
    expect((await countTokens({ model: 'gpt-4o', input: 'Hello, world!' }, model, encodings)).tokens).toBe(4);
    expect((await countTokens({ model: 'gpt-4o', input: ['Hello, world!', 'Hi'] }, model, encodings)).tokens).toBe(5);
  });

  it('says what it does not know, and that an unpublished encoding is a guess', async () => {
    expect(await countTokens({ model: 'claude', text: 'Hi' }, { name: 'claude' }, encodings)).toMatchObject({
      exact: false,
      context_window: null,
      max_output_tokens: null,
      remaining_tokens: null,
    });
    const small = { ...model, contextTokens: 3 };
    expect((await countTokens({ model: 'm', text: 'a b c d e f' }, small, encodings)).remaining_tokens).toBe(0);
  });
});
