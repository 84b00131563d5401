import { describe, expect, it } from 'vitest';
import { chatRequestSchema } from '../../../../shared/openai/chat-request.ts';
import { checkParameters, parameterTable } from '../../../../shared/upstream/anthropic/parameter-table.ts';

const messages = [{ role: 'user', content: 'Hello' }];

describe('the table of parameters', () => {
  it('decides on every member that OpenAI documents', () => {
    expect(Object.keys(chatRequestSchema.shape).filter((name) => !(name in parameterTable))).toEqual([]);
  });
});

describe('checkParameters', () => {
  it.each([
    ['n', 2],
    ['logprobs', true],
    ['top_logprobs', 3],
    ['logit_bias', { 50256: -100 }],
    ['presence_penalty', 0.5],
    ['frequency_penalty', -0.5],
    ['modalities', ['text', 'audio']],
    ['audio', { voice: 'alloy' }],
    ['verbosity', 'low'],
    ['functions', [{ name: 'f' }]],
    ['function_call', 'auto'],
    ['web_search_options', {}],
    ['data_sources', []],
    ['__proto__x', 1],
    ['constructor', 1],
  ])('refuses %s: %j by its name', (name, value) => {
    expect(() => checkParameters({ messages, [name]: value })).toThrow(`Anthropic cannot serve '${name}'`);
  });

  it.each([
    ['n', 1],
    ['logprobs', false],
    ['top_logprobs', 0],
    ['logit_bias', {}],
    ['presence_penalty', 0],
    ['frequency_penalty', 0],
    ['modalities', ['text']],
    ['verbosity', 'medium'],
    ['functions', []],
    ['audio', null],
    ['data_sources', null],
    ['seed', 7],
    ['prediction', { type: 'content', content: 'x' }],
    ['store', true],
    ['metadata', { a: 'b' }],
    ['prompt_cache_key', 'k'],
  ])('lets %s: %j pass, which asks for nothing else than what is so anyway', (name, value) => {
    expect(() => checkParameters({ messages, [name]: value })).not.toThrow();
  });
});
