import { describe, expect, it } from 'vitest';
import { parseGenerateRequest } from '../../../shared/neutral/generate-request.ts';

const user = { role: 'user', content: 'Hello' };
const tool = { name: 'f', description: 'Does.', parameters: { type: 'object' } };

describe('parseGenerateRequest', () => {
  it.each([
    { model: 'm', prompt: 'Hello' },
    { model: 'm', messages: [user] },
    {
      provider: 'anthropic',
      model: 'm',
      system: 'Be kind.',
      messages: [
        { role: 'system', content: 'a' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image', url: 'https://a.example/b.png' },
            { type: 'file', data: 'data:application/pdf;base64,AA==', name: 'a.pdf' },
          ],
        },
        { role: 'assistant', content: null, toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 } }] },
        { role: 'tool', toolCallId: 'c', content: 'x' },
      ],
      maxTokens: 5,
      temperature: 0,
      topP: 1,
      stop: ['a'],
      tools: [tool],
      toolChoice: { name: 'f' },
      parallelToolCalls: false,
      schema: { type: 'object' },
      reasoningEffort: 'low',
      user: 'ann',
    },
  ])('passes %j as it is', (body) => {
    expect(parseGenerateRequest(body)).toBe(body);
  });

  it.each([
    [{ prompt: 'a' }, 'model'],
    [{ model: 'm' }, 'messages'],
    [{ model: 'm', prompt: 'a', messages: [user] }, 'prompt'],
    [{ model: 'm', prompt: '' }, 'prompt'],
    [{ model: 'm', prompt: 'a', provider: 'elsewhere' }, 'provider'],
    [{ model: 'm', prompt: 'a', max_tokens: 5 }, 'max_tokens'],
    [{ model: 'm', prompt: 'a', maxTokens: 0 }, 'maxTokens'],
    [{ model: 'm', prompt: 'a', temperature: 3 }, 'temperature'],
    [{ model: 'm', prompt: 'a', stop: 1 }, 'stop'],
    [{ model: 'm', prompt: 'a', tools: [{ description: 'a' }] }, 'tools[0].name'],
    [{ model: 'm', prompt: 'a', toolChoice: 'sometimes' }, 'toolChoice'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: [{ role: 'robot', content: 'a' }] }, 'messages[0].role'],
    [{ model: 'm', messages: [{ role: 'tool', content: 'a' }] }, 'messages[0].toolCallId'],
  ])('refuses %j and names %s', (body, param) => {
    expect(() => parseGenerateRequest(body)).toThrow(expect.objectContaining({ code: 'invalid_request', param }));
  });
});
