import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSplitter } from '../../../../shared/openai/event-stream.ts';
import { ChatStreamReader } from '../../../../shared/openai/chat-stream.ts';
import { EventTranslator } from '../../../../shared/upstream/anthropic/event-translator.ts';

type Json = ReturnType<typeof JSON.parse>;

const frame = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const start = (usage: object = { input_tokens: 3, output_tokens: 1 }) => ({
  type: 'message_start',
  message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-4-6', content: [], usage },
});
const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, members: object) => ({ type: 'content_block_delta', index, delta: members });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const end = (stop_reason: string, members: object = {}) => ({
  type: 'message_delta',
  delta: { stop_reason, ...members },
  usage: { output_tokens: 9, input_tokens: null },
});
const last = { type: 'message_stop' };

/** What the events become, as text and as the chunks in it. */
function translate(events: { type: string }[]) {
  const translator = new EventTranslator(1_795_000_000_500);
  const text = events.map((event) => translator.translate(Buffer.from(frame(event)))).join('');
  const data = text.split('\n\n').filter((event) => event.startsWith('data: {'));
  return { text, chunks: data.map((event): Json => JSON.parse(event.slice('data: '.length))) };
}

const deltas = (chunks: Json[]) => chunks.flatMap(({ choices }) => choices).map((choice: Json) => choice.delta);

describe('EventTranslator', () => {
  it('says a text as it comes, its end, its usage and then [DONE]', () => {
    const { text, chunks } = translate([
      start(),
      block(0, { type: 'text', text: '' }),
      { type: 'ping' },
      delta(0, { type: 'text_delta', text: 'Grü' }),
      delta(0, { type: 'text_delta', text: 'ße' }),
      stop(0),
      end('end_turn'),
      last,
    ]);
    const head = { id: 'msg_1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'claude-opus-4-6' };
    const choice = { index: 0, logprobs: null, finish_reason: null };
    expect(chunks).toEqual([
      { ...head, choices: [{ ...choice, delta: { role: 'assistant', content: '' } }] },
      { ...head, choices: [{ ...choice, delta: { content: 'Grü' } }] },
      { ...head, choices: [{ ...choice, delta: { content: 'ße' } }] },
      { ...head, choices: [{ ...choice, delta: {}, finish_reason: 'stop' }] },
      {
        ...head,
        choices: [],
        usage: {
          prompt_tokens: 3,
          completion_tokens: 9,
          total_tokens: 12,
          prompt_tokens_details: { cached_tokens: 0 },
        },
      },
    ]);
    expect(text).toContain(': ping\n\n');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('numbers calls among themselves and gives those without input an empty object', () => {
    const { chunks } = translate([
      start(),
      block(0, { type: 'text', text: 'I will.' }),
      stop(0),
      block(1, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '' }),
      delta(1, { type: 'input_json_delta', partial_json: '{"a"' }),
      delta(1, { type: 'input_json_delta', partial_json: ':1}' }),
      stop(1),
      block(2, { type: 'tool_use', id: 'toolu_2', name: 'g', input: {} }),
      stop(2),
      end('tool_use'),
      last,
    ]);
    expect(deltas(chunks).slice(1)).toEqual([
      { content: 'I will.' },
      { tool_calls: [{ index: 0, id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
      { tool_calls: [{ index: 1, id: 'toolu_2', type: 'function', function: { name: 'g', arguments: '' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '{}' } }] },
      {},
    ]);
  });

  it('says thought apart, and whole with its signature when it is through', () => {
    const { chunks } = translate([
      start(),
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'thinking_delta', thinking: '.' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      stop(0),
      block(1, { type: 'redacted_thinking', data: 'd' }),
      stop(1),
    ]);
    expect(deltas(chunks).slice(1)).toEqual([
      { reasoning_content: 'Hm' },
      { reasoning_content: '.' },
      { thinking_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: 'sig' }] },
      { thinking_blocks: [{ type: 'redacted_thinking', data: 'd' }] },
    ]);
  });

  it('takes text and thought that a block opens with', () => {
    const { chunks } = translate([
      start(),
      block(0, { type: 'thinking', thinking: 'Hm.', signature: '' }),
      block(1, { type: 'text', text: 'So.' }),
    ]);
    expect(deltas(chunks).slice(1)).toEqual([{ reasoning_content: 'Hm.' }, { content: 'So.' }]);
  });

  it('tells a refusal before the end it leads to', () => {
    const { chunks } = translate([start(), end('refusal', { stop_details: { explanation: 'No.' } }), last]);
    expect(deltas(chunks).slice(1)).toEqual([{ refusal: 'No.' }, {}]);
    expect(chunks.at(-2).choices[0].finish_reason).toBe('content_filter');
  });

  it('says an error as OpenAI’s error event', () => {
    const { text } = translate([
      start(),
      Object.assign({ type: 'error' }, { error: { type: 'overloaded_error', message: 'Overloaded' } }),
    ]);
    expect(text).toContain(
      'data: {"error":{"message":"Overloaded","type":"overloaded_error","param":null,"code":"overloaded_error"}}',
    );
  });

  it.each([
    { type: 'a_kind_of_next_year' },
    block(0, { type: 'server_tool_use', id: 'a' }),
    delta(0, { type: 'citations_delta', citation: {} }),
    delta(7, { type: 'input_json_delta', partial_json: '{' }),
    delta(7, { type: 'signature_delta', signature: 's' }),
    { type: 'content_block_start', index: 0 },
    { type: 'content_block_delta', index: 0 },
    stop(9),
    { type: 'message_delta', delta: {} },
  ])('has nothing to say for %j', (event) => {
    expect(translate([start(), event]).chunks).toHaveLength(1);
  });

  it('lets what is no JSON be found', () => {
    const translator = new EventTranslator(0);
    const text = translator.translate(Buffer.from('event: x\ndata: <<<\n\n'));
    expect(new ChatStreamReader(1).read(Buffer.from(text))).toBe('garbage');
    expect(translator.translate(Buffer.from(': a comment\n\n'))).toBe('');
  });

  it('is complete to a reader of OpenAI’s protocol with message_stop, and with nothing less', () => {
    const isComplete = (events: { type: string }[]) => {
      const reader = new ChatStreamReader(1);
      for (const event of new EventSplitter().push(Buffer.from(translate(events).text))) reader.read(event);
      return reader.isComplete;
    };
    const whole = [start(), block(0, { type: 'text', text: 'Hi' }), stop(0), end('end_turn'), last];
    expect(isComplete(whole)).toBe(true);
    for (let length = 0; length < whole.length; length += 1) expect(isComplete(whole.slice(0, length))).toBe(false);
    expect(isComplete([start(), last])).toBe(false);
  });

  it('loses no text of any stream', () => {
    const pieces = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 });
    fc.assert(
      fc.property(pieces, pieces, (texts, thoughts) => {
        const { chunks } = translate([
          start(),
          block(0, { type: 'thinking', thinking: '', signature: '' }),
          ...thoughts.map((thinking) => delta(0, { type: 'thinking_delta', thinking })),
          stop(0),
          block(1, { type: 'text', text: '' }),
          ...texts.map((text) => delta(1, { type: 'text_delta', text })),
          stop(1),
          end('end_turn'),
          last,
        ]);
        const said = deltas(chunks);
        expect(said.map(({ content = '' }) => content).join('')).toBe(texts.join(''));
        expect(said.map(({ reasoning_content = '' }) => reasoning_content).join('')).toBe(thoughts.join(''));
      }),
    );
  });
});
