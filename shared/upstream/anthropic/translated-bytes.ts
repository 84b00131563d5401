import { EventSplitter } from '../../openai/event-stream.ts';
import type { AnswerBytes } from '../provider.ts';
import { chatCompletionBytes } from './chat-completion.ts';
import { EventTranslator } from './event-translator.ts';

/**
 * The body of a Messages answer in OpenAI's protocol, translated as it is read: nothing is taken from the connection
 * that the reader did not ask for, and what ends the one ends the other.
 */
export function translatedBytes(source: AnswerBytes, isStream: boolean, nowMs: number): AnswerBytes {
  const whole = async () => chatCompletionBytes(await source.bytes(), nowMs);
  const pieces = isStream ? () => translatedEvents(source, nowMs) : () => onePiece(whole);
  return {
    [Symbol.asyncIterator]: pieces,
    bytes: isStream ? async () => Buffer.concat(await Array.fromAsync(pieces())) : whole,
    destroy: () => source.destroy(),
    dump: (options) => source.dump(options),
  };
}

async function* translatedEvents(source: AnswerBytes, nowMs: number): AsyncGenerator<Buffer> {
  const splitter = new EventSplitter();
  const translator = new EventTranslator(nowMs);
  const translate = (chunk: Uint8Array): string =>
    splitter
      .push(chunk)
      .map((event) => translator.translate(event))
      .join('');
  for await (const chunk of source) {
    const text = translate(chunk);
    if (text !== '') {
      yield Buffer.from(text);
    }
  }
  // The last event may lack its blank line.
  const rest = splitter.rest().length === 0 ? '' : translate(blankLine);
  if (rest !== '') {
    yield Buffer.from(rest);
  }
}

async function* onePiece(whole: () => Promise<Uint8Array>): AsyncGenerator<Buffer> {
  const bytes = await whole();
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const blankLine = Buffer.from('\n\n');
