import { describe, expect, it } from 'vitest';

import { weighMessage } from '../../../../shared/tokens/chat/weigh-message.ts';

const weigh = (message: Parameters<typeof weighMessage>[0]) =>
  weighMessage(message, () => ({ tokens: 85, isExact: true }));
const call = (name: string) => ({ id: name, type: 'function', function: { name, arguments: '{"a":1}' } });

describe('weighMessage', () => {
  it('weighs three tokens, role and content', () => {
    expect(weigh({ role: 'user', content: 'Hi' })).toEqual({ texts: ['user', 'Hi'], tokens: 3, isExact: true });
    expect(weigh({ role: 'assistant', content: null })).toEqual({ texts: ['assistant'], tokens: 3, isExact: true });
  });

  it('weighs a name and one token more', () => {
    expect(weigh({ role: 'user', name: 'ann', content: 'Hi' })).toMatchObject({
      texts: ['user', 'Hi', 'ann'],
      tokens: 4,
    });
  });

  it('weighs text and images of parts', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const text = { type: 'text', text: 'What is it?' };
    expect(weigh({ role: 'user', content: [text, image, image] })).toEqual({
      texts: ['user', 'What is it?'],
      tokens: 3 + 85 + 85,
      isExact: true,
    });
    expect(weigh({ role: 'user', content: [text, text] }).isExact).toBe(false);
    expect(weigh({ role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }).texts).toContain('No.');
  });

  it('estimates tool calls, several of them with what wraps them', () => {
    const one = weigh({ role: 'assistant', tool_calls: [call('find')] });
    expect(one).toEqual({ texts: ['assistant', 'find', '{"a":1}'], tokens: 6, isExact: false });
    expect(weigh({ role: 'assistant', tool_calls: [call('find'), call('get')] }).tokens).toBe(3 + 6 + 16);
    expect(weigh({ role: 'assistant', tool_calls: [] })).toMatchObject({ tokens: 3, isExact: true });
  });

  it('estimates a call of the older form, and one of a custom tool', () => {
    const legacy = weigh({ role: 'assistant', content: null, function_call: { name: 'find', arguments: '{}' } });
    expect(legacy).toEqual({ texts: ['assistant', 'find', '{}'], tokens: 6, isExact: false });
    const custom = weigh({ role: 'assistant', tool_calls: [{ type: 'custom', custom: { name: 'run', input: 'ls' } }] });
    expect(custom.texts).toEqual(['assistant', 'run', 'ls']);
  });

  it('calls an answer in sound an estimate', () => {
    expect(weigh({ role: 'assistant', content: null, audio: { id: 'audio_1' } }).isExact).toBe(false);
  });
});
