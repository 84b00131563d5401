import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsFromWhole } from '../../../shared/cache/events-from-whole.ts';
import { ChatStreamReader } from '../../../shared/openai/chat-stream.ts';
import { chunksIn, mistakesOf, wholeAnswers } from './chat-samples.ts';

const whole = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'gpt-4o-2024-11-20',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hello', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
};
const common = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4o-2024-11-20',
};
const choice = (delta: object, finishReason: string | null = null) => [
  { index: 0, delta, logprobs: null, finish_reason: finishReason },
];

describe('the events that tell a whole answer', () => {
  it('are a role, the text, a finish reason and [DONE]', () => {
    const events = eventsFromWhole(whole, false) ?? [];
    expect(chunksIn(events)).toEqual([
      { ...common, choices: choice({ role: 'assistant', content: '', refusal: null }) },
      { ...common, choices: choice({ content: 'Hello' }) },
      { ...common, choices: choice({}, 'stop') },
    ]);
    expect(String(events.at(-1))).toBe('data: [DONE]\n\n');
  });

  it('tell the usage last and null before, only when asked', () => {
    const chunks = chunksIn(eventsFromWhole(whole, true) ?? []);
    expect(chunks.at(-1)).toEqual({ ...common, choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1)).toEqual(chunks.slice(0, -1).map(() => expect.objectContaining({ usage: null })));
    const { usage: _, ...silent } = whole;
    expect(chunksIn(eventsFromWhole(silent, true) ?? [])).toEqual(chunksIn(eventsFromWhole(silent, false) ?? []));
  });

  it('are valid by the published schemas, and complete by their protocol', () => {
    fc.assert(
      fc.property(wholeAnswers, fc.boolean(), (answer, includeUsage) => {
        const events = eventsFromWhole(answer, includeUsage) ?? expect.unreachable();
        expect(chunksIn(events).flatMap((chunk) => mistakesOf('chatChunk', chunk))).toEqual([]);
        const reader = new ChatStreamReader(answer.choices.length);
        events.forEach((event) => reader.read(event));
        expect(reader.isComplete).toBe(true);
        expect(reader.usage?.totalTokens).toBe(includeUsage ? answer.usage.total_tokens : undefined);
      }),
    );
  });

  it('tell a long text in several, and tool calls as they open and go on', () => {
    const long = { ...whole.choices[0], message: { role: 'assistant', content: 'x'.repeat(10_000), refusal: null } };
    expect(eventsFromWhole({ ...whole, choices: [long] }, false)?.length).toBeGreaterThan(20);
    const message = {
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
    };
    const deltas = JSON.stringify(
      chunksIn(eventsFromWhole({ ...whole, choices: [{ ...long, message }] }, false) ?? []),
    );
    expect(deltas).toContain(
      '{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]}',
    );
    expect(deltas).toContain('{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}');
  });

  it('tell Azure’s verdicts: the prompt’s first, the answer’s with the finish reason', () => {
    const verdicts = { hate: { filtered: false, severity: 'safe' } };
    const answer = {
      ...whole,
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: verdicts }],
      choices: whole.choices.map((one) => ({ ...one, content_filter_results: verdicts })),
    };
    const chunks = chunksIn(eventsFromWhole(answer, false) ?? []);
    expect(chunks[0]).toMatchObject({ choices: [], prompt_filter_results: answer.prompt_filter_results });
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop', content_filter_results: verdicts }] });
  });

  it.each([
    ['audio', { audio: { id: 'a', data: '', transcript: '', expires_at: 1 } }],
    ['annotations', { annotations: [{ type: 'url_citation' }] }],
    ['custom tool calls', { tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'n', input: 'i' } }] }],
    ['what no one knows', { reasoning_content: 'hm' }],
  ])('are none for an answer with %s', (_, more) => {
    const choices = whole.choices.map((one) => ({ ...one, message: { ...one.message, ...more } }));
    expect(eventsFromWhole({ ...whole, choices }, false)).toBeUndefined();
  });

  it('are none for an answer that is no chat, or not complete', () => {
    expect(eventsFromWhole({ object: 'list', data: [] }, false)).toBeUndefined();
    const choices = whole.choices.map((one) => ({ ...one, finish_reason: null }));
    expect(eventsFromWhole({ ...whole, choices }, false)).toBeUndefined();
  });
});
