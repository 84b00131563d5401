const lineFeed = 10;
const carriageReturn = 13;

/**
 * Cuts a server-sent event stream into whole events, each with the bytes of its framing (the blank line included), so
 * that they can be passed on untouched. Lines may end in LF, CRLF or CR (WHATWG HTML §9.2.5), and a chunk may end at
 * any byte, in the middle of a character or of a CRLF.
 */
export class EventSplitter {
  #tail: Buffer = emptyBuffer;
  #maxEventBytes: number;

  constructor(maxEventBytes = 16 * 1024 * 1024) {
    this.#maxEventBytes = maxEventBytes;
  }

  /** Takes the next chunk and returns the events it completes. Throws `RangeError` when an event never ends. */
  push(chunk: Uint8Array): Buffer[] {
    const bytes = this.#tail.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#tail, chunk]);
    const events: Buffer[] = [];
    let start = 0;
    for (;;) {
      const end = endOfEvent(bytes, start);
      if (end === -1) {
        break;
      }
      events.push(bytes.subarray(start, end));
      start = end;
    }
    this.#tail = bytes.subarray(start);
    if (this.#tail.length > this.#maxEventBytes) {
      throw new RangeError(`An event of the stream is longer than ${this.#maxEventBytes} bytes.`);
    }
    return events;
  }

  /** What is left when the stream has ended: an event that lacks its blank line, or nothing. */
  rest(): Buffer {
    return this.#tail;
  }
}

/**
 * The `data` of one event, joined by line feeds where it has several lines, or `undefined` for a comment or an event
 * without data. The usual single `data:` line costs one search and one slice.
 */
export function eventData(event: Buffer): Buffer | undefined {
  if (startsWithData(event, 0)) {
    const end = endOfLine(event, 0);
    const next = skipLineEnd(event, end);
    if (next >= event.length || isLineEnd(event[next])) {
      return event.subarray(valueStart(event, 0), end);
    }
  }
  return joinedData(event);
}

function joinedData(event: Buffer): Buffer | undefined {
  const values: Buffer[] = [];
  for (let start = 0; start < event.length;) {
    const end = endOfLine(event, start);
    if (startsWithData(event, start)) {
      values.push(event.subarray(valueStart(event, start), end), newline);
    }
    start = Math.max(skipLineEnd(event, end), start + 1);
  }
  values.pop();
  return values.length === 0 ? undefined : Buffer.concat(values);
}

/** Index just behind the blank line that ends the event at `start`; -1 while it has not come. */
function endOfEvent(bytes: Buffer, start: number): number {
  for (let lineStart = start; lineStart < bytes.length;) {
    const end = endOfLine(bytes, lineStart);
    if (end === bytes.length) {
      return -1;
    }
    // A CR at the very end may be half of a CRLF: wait for the next byte.
    if (bytes[end] === carriageReturn && end + 1 === bytes.length) {
      return -1;
    }
    const next = skipLineEnd(bytes, end);
    if (end === lineStart) {
      return next;
    }
    lineStart = next;
  }
  return -1;
}

function endOfLine(bytes: Buffer, start: number): number {
  const feed = bytes.indexOf(lineFeed, start);
  const end = feed === -1 ? bytes.length : feed;
  // JSON never holds a bare CR, so a search that finds one is rare; it stays within this line.
  const carriage = bytes.subarray(start, end).indexOf(carriageReturn);
  return carriage === -1 ? end : start + carriage;
}

function skipLineEnd(bytes: Buffer, end: number): number {
  return bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? end + 2 : end + 1;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function startsWithData(bytes: Buffer, start: number): boolean {
  return (
    bytes[start] === 100 &&
    bytes[start + 1] === 97 &&
    bytes[start + 2] === 116 &&
    bytes[start + 3] === 97 &&
    bytes[start + 4] === 58
  );
}

function valueStart(bytes: Buffer, start: number): number {
  return bytes[start + 5] === 32 ? start + 6 : start + 5;
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

const emptyBuffer = Buffer.alloc(0);
const newline = Buffer.from('\n');
