import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseChatRequest } from '../../../shared/openai/chat-request.ts';

const messages = [{ role: 'user', content: 'hello' }];
const tool = { type: 'function', function: { name: 'weather', parameters: { type: 'object' }, strict: true } };

describe('parseChatRequest', () => {
  it('gives back the same object, so that it goes up as it came', () => {
    const body = { zeta: 1, messages: [{ role: 'user', content: 'hi', extra: true }], model: 'gpt-4o', alpha: null };
    const before = structuredClone(body);
    expect(parseChatRequest(body)).toBe(body);
    expect(body).toEqual(before);
  });

  it('keeps unknown members of any name and value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map((name) => `x_${name}`),
          fc.jsonValue(),
        ),
        (unknown) => {
          const body = { messages, ...unknown };
          const text = JSON.stringify(body);
          expect(JSON.stringify(parseChatRequest(body))).toBe(text);
        },
      ),
    );
  });

  it('reads nothing from a member named __proto__', () => {
    const body: unknown = JSON.parse('{"messages":[{"role":"user","content":"x"}],"__proto__":{"stream":true}}');
    const request = parseChatRequest(body);
    expect(request.stream).toBeUndefined();
    expect(JSON.stringify(request)).toContain('"__proto__":{"stream":true}');
    expect(Reflect.get({}, 'stream')).toBeUndefined();
  });

  it.each([
    ['no model, which the path may name', {}],
    ['null where OpenAI takes null', { temperature: null, stop: null, n: null, stream: null, stream_options: null }],
    [
      'the bounds of each range',
      { temperature: 2, top_p: 0, presence_penalty: -2, frequency_penalty: 2, n: 128, top_logprobs: 20 },
    ],
    ['a stream with usage', { stream: true, stream_options: { include_usage: true, include_obfuscation: false } }],
    ['one stop and four stops', { stop: ['a', 'b', 'c', 'd'] }],
    ['an empty list of tools', { tools: [] }],
    ['tools and a forced one', { tools: [tool], tool_choice: { type: 'function', function: { name: 'weather' } } }],
    ['a custom tool', { tools: [{ type: 'custom', custom: { name: 'sql' } }], tool_choice: 'required' }],
    ['functions of old', { functions: [{ name: 'f' }], function_call: { name: 'f' } }],
    [
      'a JSON schema for the answer',
      { response_format: { type: 'json_schema', json_schema: { name: 's', schema: {} } } },
    ],
    ['JSON mode', { response_format: { type: 'json_object' } }],
    ['a seed beyond the safe integers', { seed: 9_223_372_036_854_775_807n.toString().length * 1e18 }],
    ['a reasoning model’s members', { max_completion_tokens: 1, reasoning_effort: 'ultra', verbosity: 'low' }],
    [
      'audio, prediction and metadata',
      {
        modalities: ['text', 'audio'],
        audio: { voice: 'a', format: 'mp3' },
        prediction: { type: 'content', content: 'x' },
        metadata: { a: 'b' },
        store: true,
      },
    ],
    ['log probabilities and biases', { logprobs: true, top_logprobs: 3, logit_bias: { 50256: -100 } }],
    ['Azure’s own members', { data_sources: [{ type: 'azure_search' }], user_security_context: {} }],
  ])('takes %s', (_name, members) => {
    expect(() => parseChatRequest({ messages, ...members })).not.toThrow();
  });

  it('takes more messages and tools than one deployment may allow', () => {
    const many = Array.from({ length: 3000 }, () => messages[0]);
    expect(() => parseChatRequest({ messages: many, tools: Array.from({ length: 200 }, () => tool) })).not.toThrow();
  });

  it.each([
    ['model', { model: '' }],
    ['model', { model: null }],
    ['messages', { messages: [] }],
    ['messages', { messages: undefined }],
    ['messages[1].role', { messages: [...messages, { content: 'x' }] }],
    ['messages[0].content', { messages: [{ role: 'user', content: 5 }] }],
    [
      'messages[0].content[1].text',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'text' }] }] },
    ],
    ['messages[0].content[0].type', { messages: [{ role: 'user', content: [{ text: 'a' }] }] }],
    ['temperature', { temperature: 2.1 }],
    ['temperature', { temperature: '1' }],
    ['top_p', { top_p: -0.1 }],
    ['presence_penalty', { presence_penalty: 3 }],
    ['n', { n: 0 }],
    ['n', { n: 129 }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_tokens', { max_tokens: 1.5 }],
    ['max_completion_tokens', { max_completion_tokens: -1 }],
    ['stream', { stream: 'yes' }],
    ['stream_options.include_usage', { stream_options: { include_usage: 1 } }],
    ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
    ['tools', { tools: {} }],
    ['tools[0].type', { tools: [{}] }],
    ['tools[0].function', { tools: [{ type: 'function', function: {} }] }],
    ['tool_choice', { tool_choice: 4 }],
    ['response_format', { response_format: 'json' }],
    ['response_format.json_schema', { response_format: { type: 'json_schema' } }],
    ['top_logprobs', { top_logprobs: 21 }],
  ])('refuses a bad %s (%j)', (param, members) => {
    expect(() => parseChatRequest({ messages, ...members })).toThrow(
      expect.objectContaining({ code: 'invalid_request', param, message: expect.stringContaining(`'${param}'`) }),
    );
  });

  it('repeats no content in a refusal', () => {
    const secret = 'sesame-opens';
    const bodies = [
      { messages: [{ role: 'user', content: { text: secret } }] },
      { messages: [{ role: 'user', content: [{ type: 'text', value: secret }] }] },
      { messages: secret },
      { messages, stop: { [secret]: secret } },
      { messages, stream: secret },
    ];
    for (const body of bodies) {
      expect(() => parseChatRequest(body)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('sesame') }),
      );
    }
  });
});
