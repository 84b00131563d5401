import { describe, expect, it } from 'vitest';
import { ChoiceCollector } from '../../../shared/cache/choice-collector.ts';
import type { ChoiceChunk } from '../../../shared/cache/chunk-schema.ts';

type Delta = ChoiceChunk['delta'];

function collected(...chunks: readonly Omit<ChoiceChunk, 'index'>[]) {
  const collector = new ChoiceCollector();
  for (const chunk of [...chunks, { finish_reason: 'stop' }]) {
    collector.add({ index: 0, ...chunk });
  }
  return collector.whole(0);
}

const ofDeltas = (...deltas: readonly Delta[]) => collected(...deltas.map((delta) => ({ delta })));
const call = (index: number, id?: string, name?: string, text = '') => ({
  tool_calls: [{ index, ...(id === undefined ? {} : { id }), function: { name, arguments: text } }],
});

describe('the choice that chunks add up to', () => {
  it('has the text of all', () => {
    expect(ofDeltas({ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' })).toMatchObject({
      index: 0,
      message: { role: 'assistant', content: 'Hello', refusal: null },
      finish_reason: 'stop',
      logprobs: null,
    });
    expect(ofDeltas({ content: '' })).toMatchObject({ message: { content: '' } });
  });

  it('has a refusal in place of text', () => {
    expect(ofDeltas({ content: '' }, { refusal: 'I ' }, { refusal: 'won’t.' })).toMatchObject({
      message: { content: null, refusal: 'I won’t.' },
    });
  });

  it('has the tool calls in the order of their index, however their parts are mixed', () => {
    const whole = ofDeltas(
      call(1, 'b', 'g'),
      call(0, 'a', 'f', '{'),
      call(1, undefined, undefined, '{}'),
      call(0, undefined, '', '}'),
    );
    expect(whole).toMatchObject({
      message: {
        content: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
          { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
        ],
      },
    });
  });

  it('has a function call', () => {
    expect(
      ofDeltas({ function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{}' } }),
    ).toMatchObject({
      message: { content: null, function_call: { name: 'f', arguments: '{}' } },
    });
  });

  it('has the log probabilities of all, of text and refusal apart', () => {
    const one = (token: string) => ({ content: [{ token }] });
    expect(collected({ logprobs: one('a') }, {}, { logprobs: one('b') })).toMatchObject({
      logprobs: { content: [{ token: 'a' }, { token: 'b' }], refusal: null },
    });
  });

  it('has the strictest verdict on any part of it', () => {
    const part = (severity: string, filtered = false) => ({ content_filter_results: { hate: { filtered, severity } } });
    expect(collected(part('low'), part('medium'), part('safe'))).toMatchObject({
      content_filter_results: { hate: { severity: 'medium' } },
    });
    expect(collected(part('high'), part('safe', true), part('high'))).toMatchObject({
      content_filter_results: { hate: { filtered: true, severity: 'safe' } },
    });
    const found = (detected: boolean) => ({ content_filter_results: { jailbreak: { filtered: false, detected } } });
    expect(collected(found(true), found(false))).toMatchObject({
      content_filter_results: { jailbreak: { detected: true } },
    });
  });

  it('is none without a finish reason, a call without a name or id, or a name that comes twice', () => {
    expect(new ChoiceCollector().whole(0)).toBeUndefined();
    expect(ofDeltas(call(0, 'a', undefined, '{}'))).toBeUndefined();
    expect(ofDeltas(call(0, undefined, 'f'))).toBeUndefined();
    expect(ofDeltas(call(0, 'a', 'get_'), call(0, undefined, 'weather'))).toBeUndefined();
  });
});
