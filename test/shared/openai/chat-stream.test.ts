import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatStreamReader } from '../../../shared/openai/chat-stream.ts';

const event = (value: unknown) => Buffer.from(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
const chunk = (delta: object, finishReason: string | null = null, index = 0) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index, delta, finish_reason: finishReason }],
  usage: null,
});
const usageChunk = { choices: [], usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 } };
const promptVerdict = { id: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }], usage: null };
const annotation = { id: '', choices: [{ index: 0, finish_reason: null, content_filter_offsets: { end_offset: 44 } }] };
const done = '[DONE]';

function read(values: readonly unknown[], choices = 1) {
  const reader = new ChatStreamReader(choices);
  return { reader, kinds: values.map((value) => reader.read(event(value))) };
}

describe('ChatStreamReader', () => {
  it('follows an ordinary stream of Azure to its end', () => {
    const { reader, kinds } = read([
      promptVerdict,
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo' }),
      chunk({}, 'stop'),
      usageChunk,
      done,
    ]);
    expect(kinds).toEqual(['prelude', 'prelude', 'output', 'output', 'output', 'usage', 'done']);
    expect(reader.isComplete).toBe(true);
    expect(reader.usage).toMatchObject({ promptTokens: 7, completionTokens: 2, totalTokens: 9, estimated: false });
    expect(reader.outputEvents).toBe(2);
  });

  it('says which model answered and why each choice ended, in names alone', () => {
    const { reader } = read(
      [
        { ...chunk({ content: 'a' }), model: 'gpt-4o-2024-08-06' },
        { ...chunk({ content: 'b' }, 'length', 1), model: 'another' },
        chunk({}, 'no name at all'),
        done,
      ],
      2,
    );
    expect(reader.model).toBe('gpt-4o-2024-08-06');
    expect(reader.finishReasons).toEqual(['length', 'other']);
    expect(read([chunk({ content: 'a' })]).reader).toMatchObject({ model: undefined, finishReasons: [] });
  });

  it.each([
    ['content', { content: 'x' }],
    ['a refusal', { refusal: 'I cannot' }],
    ['tool calls', { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }] }],
    ['a function call', { function_call: { name: 'f' } }],
    ['reasoning', { reasoning_content: 'hm' }],
    ['audio', { audio: { id: 'a' } }],
  ])('takes %s for output', (_what, delta) => {
    expect(read([chunk(delta)]).kinds).toEqual(['output']);
  });

  it.each([
    ['a role', chunk({ role: 'assistant' })],
    ['empty content', chunk({ role: 'assistant', content: '', refusal: null })],
    ['an empty list of tool calls', chunk({ tool_calls: [] })],
    ['a prompt verdict', promptVerdict],
    ['an annotation without a delta', annotation],
    ['a chunk without choices', { id: 'x' }],
  ])('takes %s for prelude', (_what, value) => {
    expect(read([value]).kinds).toEqual(['prelude']);
  });

  it('takes a finish reason alone for output: an answer may be empty', () => {
    const { reader, kinds } = read([chunk({}, 'content_filter'), done]);
    expect(kinds).toEqual(['output', 'done']);
    expect([reader.isComplete, reader.outputEvents]).toEqual([true, 0]);
  });

  it.each([
    '"finish_reason":"stop"',
    '"finish_reason": "stop"}]}',
    '"usage":{"prompt_tokens":1,"completion_tokens":1}',
    '{"error":{"message":"no"}}',
    'error',
    'usage',
    'finish_reason',
    '\\"finish_reason\\":"stop"',
    '[DONE]',
    'data: [DONE]\n\n',
  ])('is not misled by content that says %s', (content) => {
    const { reader, kinds } = read([chunk({ content: 'a' }), chunk({ content })]);
    expect(kinds).toEqual(['output', 'output']);
    expect([reader.isComplete, reader.usage, reader.error]).toEqual([false, undefined, undefined]);
    reader.read(event(done));
    expect(reader.isComplete).toBe(false);
  });

  it('is misled by no content at all', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), (texts) => {
        const { reader, kinds } = read(texts.map((content) => chunk({ content })));
        expect(new Set(kinds)).toEqual(new Set(['output']));
        expect([reader.isComplete, reader.usage, reader.error]).toEqual([false, undefined, undefined]);
        expect(reader.outputEvents).toBe(texts.length);
      }),
    );
  });

  it('wants a finish reason of every choice', () => {
    const { reader } = read([chunk({ content: 'a' }), chunk({}, 'stop', 0), done], 2);
    expect(reader.isComplete).toBe(false);
    const both = read([chunk({ content: 'a' }), chunk({}, 'stop', 0), chunk({}, 'length', 1), done], 2);
    expect(both.reader.isComplete).toBe(true);
  });

  it('counts a repeated finish reason of one choice once', () => {
    expect(read([chunk({}, 'stop'), chunk({}, 'stop'), done], 2).reader.isComplete).toBe(false);
  });

  it('takes a choice without an index for the first', () => {
    const { reader } = read([{ choices: [{ delta: { content: 'a' }, finish_reason: 'stop' }] }, done]);
    expect(reader.isComplete).toBe(true);
  });

  it('is not complete by [DONE] alone, nor by finish reasons alone', () => {
    expect(read([chunk({ content: 'a' }), done]).reader.isComplete).toBe(false);
    expect(read([chunk({ content: 'a' }), chunk({}, 'stop')]).reader.isComplete).toBe(false);
  });

  it('finds a finish reason behind any white space and among several choices', () => {
    const reader = new ChatStreamReader(2);
    reader.read(event(chunk({ content: 'a' })));
    reader.read(
      event(
        '{"choices":[{"index":0,"delta":{},"finish_reason" : null},{"index":1,"delta":{},"finish_reason":\t"stop"}]}',
      ),
    );
    reader.read(event('{"choices":[{"index":0,"delta":{},"finish_reason"  :  "stop"}]}'));
    reader.read(event(done));
    expect(reader.isComplete).toBe(true);
  });

  it('reads an error in the place of any event', () => {
    const error = { code: 'content_filter', message: 'no' };
    expect(read([{ error }]).kinds).toEqual(['error']);
    const late = read([chunk({ content: 'a' }), { error }]);
    expect(late.kinds).toEqual(['output', 'error']);
    expect(late.reader.error).toEqual(error);
  });

  it('takes an error of null for none', () => {
    expect(read([{ ...chunk({ content: 'a' }), error: null }]).kinds).toEqual(['output']);
  });

  it.each([
    ['markup', '<html>'],
    ['a bare word', 'oops'],
    ['half an object', '{"choices":[{"del'],
    ['half an object that ends in a brace', '{"choices":[{"delta":{}'],
    ['an array', '[1]'],
    ['a number', '7'],
  ])('takes %s for garbage', (_what, data) => {
    expect(read([data]).kinds).toEqual(['garbage']);
  });

  it('takes half an object for garbage after output, too', () => {
    expect(read([chunk({ content: 'a' }), '{"choices":[{"delta":{"content":"b']).kinds).toEqual(['output', 'garbage']);
  });

  it.each([
    ['a comment', ': waiting\n\n'],
    ['an empty data line', 'data:\n\n'],
    ['a field of another name', 'event: ping\n\n'],
  ])('takes %s for prelude', (_what, text) => {
    expect(new ChatStreamReader(1).read(Buffer.from(text))).toBe('prelude');
  });

  it.each(['data: [DONE]\n\n', 'data:[DONE]\n\n', 'data: [DONE] \r\n\r\n', 'data: [DONE]'])(
    'knows the end by %j',
    (text) => {
      expect(new ChatStreamReader(1).read(Buffer.from(text))).toBe('done');
    },
  );

  it('reads an object with white space around it', () => {
    expect(read([`  ${JSON.stringify(chunk({ content: 'a' }))}  `]).kinds).toEqual(['output']);
    expect(read([chunk({ content: 'a' }), `${JSON.stringify(chunk({ content: 'b' }))}   `]).kinds).toEqual([
      'output',
      'output',
    ]);
  });

  it('keeps usage that comes with the last choice, and the latest of several', () => {
    const { reader, kinds } = read([
      { ...chunk({ content: 'a' }), usage: { prompt_tokens: 1, completion_tokens: 1 } },
      { ...chunk({}, 'stop'), usage: { prompt_tokens: 1, completion_tokens: 5 } },
      done,
    ]);
    expect(kinds).toEqual(['output', 'output', 'done']);
    expect(reader.usage?.completionTokens).toBe(5);
  });
});

describe('readPlain', () => {
  const begun = () => {
    const reader = new ChatStreamReader(1);
    reader.read(event(chunk({ content: 'a' })));
    return reader;
  };

  it('takes several events of text at once and counts them', () => {
    const reader = begun();
    expect(
      reader.readPlain(Buffer.concat([event(chunk({ content: 'b' })), event(chunk({ content: 'ö"error":' }))])),
    ).toBe(true);
    expect(reader.outputEvents).toBe(3);
  });

  it.each([
    ['a finish reason', event(chunk({}, 'stop'))],
    ['usage', event(usageChunk)],
    ['an error', event({ error: { message: 'no' } })],
    ['the end', event(done)],
    ['a comment', Buffer.from(': waiting\n\n')],
    ['lines that end in CRLF', Buffer.from('data: {}\r\n\r\n')],
    ['half an object', event('{"choices":[')],
    ['half an event', event(chunk({ content: 'b' })).subarray(0, -1)],
  ])('leaves a piece with %s to be read event by event', (_what, special) => {
    const reader = begun();
    expect(reader.readPlain(Buffer.concat([event(chunk({ content: 'b' })), special]))).toBe(false);
    expect(reader.outputEvents).toBe(1);
  });

  it('takes nothing before the first output', () => {
    expect(new ChatStreamReader(1).readPlain(event(chunk({ content: 'a' })))).toBe(false);
  });

  it('takes only what is output event by event, too, whatever the events are', () => {
    const values = [
      fc.string().map((content) => chunk({ content })),
      fc.constantFrom(chunk({}, 'stop'), usageChunk, promptVerdict, done, '{', { error: {} }),
      fc.json().map((text) => ({ choices: [], extra: text })),
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(...values)), (given) => {
        const events = given.map(event);
        const [whole, single] = [begun(), begun()];
        const isPlain = whole.readPlain(Buffer.concat(events));
        const kinds = events.map((each) => single.read(each));
        expect(isPlain && kinds.some((kind) => kind !== 'output')).toBe(false);
        expect(isPlain ? whole.outputEvents : 1 + kinds.length).toBe(1 + kinds.length);
      }),
    );
  });
});

describe('ChatStreamReader.readPlain', () => {
  const anyEvent = fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: 'grapheme', minLength: 1 }).map((content) => chunk({ content })) },
    fc.constantFrom<unknown>(
      chunk({ content: '"finish_reason":"stop"' }),
      chunk({}, 'stop'),
      usageChunk,
      annotation,
      done,
      '<html>',
      {
        error: { code: '500' },
      },
    ),
  );
  const ends = fc.constantFrom('\n\n', '\r\n\r\n');

  it('comes to the same as reading event by event', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyEvent, { minLength: 1 })), ends, (pieces, end) => {
        const quick = read([chunk({ content: 'a' })]).reader;
        const slow = read([chunk({ content: 'a' })]).reader;
        for (const piece of pieces) {
          const texts = piece.map((value) => Buffer.from(event(value).toString().replace('\n\n', end)));
          const isPlain = quick.readPlain(Buffer.concat(texts));
          const kinds = texts.map((text) => slow.read(text));
          if (isPlain) expect(new Set(kinds)).toEqual(new Set(['output']));
          else for (const text of texts) quick.read(text);
        }
        const seen = (reader: ChatStreamReader) => [reader.isComplete, reader.usage, reader.error, reader.outputEvents];
        expect(seen(quick)).toEqual(seen(slow));
      }),
    );
  });

  it('takes whole events of text at once', () => {
    const { reader } = read([chunk({ content: 'a' })]);
    expect(reader.readPlain(Buffer.concat([event(chunk({ content: 'b' })), event(chunk({ content: 'ü' }))]))).toBe(
      true,
    );
    expect(reader.outputEvents).toBe(3);
  });

  it.each([
    ['a piece that ends within an event', event(chunk({ content: 'b' })).subarray(0, -1)],
    ['a piece that begins within an event', Buffer.from('"}}]}\n\n')],
    ['an end', event(done)],
    ['a comment', Buffer.from(': waiting\n\n')],
    ['a finish reason', event(chunk({}, 'stop'))],
  ])('leaves %s to the thorough reading', (_what, piece) => {
    expect(read([chunk({ content: 'a' })]).reader.readPlain(piece)).toBe(false);
  });

  it('takes nothing before the first output', () => {
    expect(new ChatStreamReader(1).readPlain(event(chunk({ content: 'a' })))).toBe(false);
  });
});
