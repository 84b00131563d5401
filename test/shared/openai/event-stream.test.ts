import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSplitter, eventData } from '../../../shared/openai/event-stream.ts';

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const lineText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('data: {"a":1}', 'data:x', ': a comment', 'event: delta', '', 'data: Grüße 👩‍👩‍👧 日本', 'data'),
  )
  .map((line) => line.replaceAll(/[\r\n]/g, ''));

/** Any event stream: lines that end in any of the three ways, blank ones among them, its end perhaps missing. */
const anyStream = fc
  .array(fc.tuple(lineText, lineEnd), { maxLength: 12 })
  .chain((lines) => fc.tuple(fc.constant(lines.map(([line, end]) => line + end).join('')), lineText))
  .map(([lines, last]) => Buffer.from(lines + last));

describe('EventSplitter', () => {
  it('loses no byte and adds none, whatever the line ends and the cuts', () => {
    fc.assert(
      fc.property(anyStream, fc.array(fc.nat(200)), (stream, cuts) => {
        const { events, rest } = split(pieces(stream, cuts));
        expect(Buffer.concat([...events, rest]).equals(stream)).toBe(true);
      }),
    );
  });

  it('gives the same events whatever the cuts', () => {
    fc.assert(
      fc.property(anyStream, fc.array(fc.nat(200)), (stream, cuts) => {
        const whole = split([stream]);
        const cut = split(pieces(stream, cuts));
        expect(cut.events.map(String)).toEqual(whole.events.map(String));
        expect(cut.rest.equals(whole.rest)).toBe(true);
      }),
    );
  });

  it('gives the same events byte by byte', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const bytewise = split([...stream].map((byte) => Uint8Array.of(byte)));
        expect(bytewise.events.map(String)).toEqual(split([stream]).events.map(String));
      }),
    );
  });

  it('finds the data that was sent, however the lines end', () => {
    const payloads = fc.array(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\r\n]/.test(text)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(payloads, lineEnd, fc.array(fc.nat(300)), (texts, end, cuts) => {
        const stream = Buffer.from(
          texts.map((text) => `data: ${text}${end}${end}`).join('') + (end === '\r' ? '\n' : ''),
        );
        const { events } = split(pieces(stream, cuts));
        expect(events.map((event) => eventData(event)?.toString())).toEqual(texts);
      }),
    );
  });

  it('holds a trailing CR back, since it may be half of a CRLF', () => {
    const splitter = new EventSplitter();
    expect(splitter.push(Buffer.from('data: a\r\n\r'))).toEqual([]);
    expect(splitter.push(Buffer.from('\n')).map(String)).toEqual(['data: a\r\n\r\n']);
  });

  it('keeps an event that lacks its blank line as the rest', () => {
    const splitter = new EventSplitter();
    expect(splitter.push(Buffer.from('data: a\n\ndata: b')).map(String)).toEqual(['data: a\n\n']);
    expect(splitter.rest().toString()).toBe('data: b');
  });

  it('refuses an event that never ends', () => {
    const splitter = new EventSplitter(10);
    splitter.push(Buffer.from('data: 1234'));
    expect(() => splitter.push(Buffer.from('5'))).toThrow(RangeError);
  });

  it('does not count whole events against that limit', () => {
    const splitter = new EventSplitter(10);
    expect(splitter.push(Buffer.from('data: 1234567890\n\n'.repeat(3)))).toHaveLength(3);
  });
});

describe('eventData', () => {
  it.each([
    ['a single line', 'data: {"a":1}\n\n', '{"a":1}'],
    ['a line without a space', 'data:{"a":1}\r\n\r\n', '{"a":1}'],
    ['only the first space as framing', 'data:  x\n\n', ' x'],
    ['a line among other fields', 'id: 7\nevent: delta\ndata: x\nretry: 5\n\n', 'x'],
    ['a line before other fields', 'data: x\nid: 7\n\n', 'x'],
    ['several lines, joined', 'data: a\ndata: b\r\ndata: c\r\r', 'a\nb\nc'],
    ['an empty line of data', 'data:\n\n', ''],
    ['an unfinished event', 'data: half', 'half'],
  ])('reads %s', (_what, event, expected) => {
    expect(eventData(Buffer.from(event))?.toString()).toBe(expected);
  });

  it.each([
    ['a comment', ': waiting\n\n'],
    ['an event without data', 'event: ping\nid: 1\n\n'],
    ['a field whose name only begins so', 'database: x\n\n'],
    ['a blank line', '\r\n'],
    ['nothing', ''],
  ])('finds none in %s', (_what, event) => {
    expect(eventData(Buffer.from(event))).toBeUndefined();
  });
});

function split(chunks: Iterable<Uint8Array>) {
  const splitter = new EventSplitter();
  const events = [...chunks].flatMap((chunk) => splitter.push(chunk));
  return { events, rest: splitter.rest() };
}

function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [
    0,
    ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((left, right) => left - right),
    bytes.length,
  ];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
