import { eventData } from './event-stream.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { shortName } from './short-name.ts';
import { readUsage, type TokenUsage } from './token-usage.ts';

/**
 * What one event of a chat stream is to a gateway.
 *
 * `prelude`: nothing the caller could not do without (a role, a prompt filter's verdict, a comment). `output`: the first
 * kind that commits the call. `usage`: the chunk of `include_usage`, with no choices. `done`: `[DONE]`. `error`: an
 * error object inside a 200 stream. `garbage`: data that is no JSON object.
 */
export type ChatEvent = 'prelude' | 'output' | 'usage' | 'done' | 'error' | 'garbage';

/**
 * Follows one chat stream: which events are real output, what was used, whether it ended as its protocol says.
 *
 * Until the first real output every event is parsed. After it, only the bytes are searched, because parsing each event
 * doubles the cost of a stream; an event is parsed when it can hold a finish reason, usage or an error. The searched
 * patterns cannot occur inside a JSON string, where their quotes would be escaped.
 */
export class ChatStreamReader {
  readonly #choices: number;
  readonly #finished = new Map<number, string>();
  #model: string | undefined;
  #hasOutput = false;
  #isDone = false;
  #usage: TokenUsage | undefined;
  #outputEvents = 0;
  #error: unknown;

  /** `choices` is the request's `n`. */
  constructor(choices: number) {
    this.#choices = choices;
  }

  /** Every choice has its finish reason and `[DONE]` came: the only end that is a success. */
  get isComplete(): boolean {
    return this.#isDone && this.#finished.size >= this.#choices;
  }

  get usage(): TokenUsage | undefined {
    return this.#usage;
  }

  /** What the upstream says answers. */
  get model(): string | undefined {
    return this.#model;
  }

  /** Why each choice that has ended did, by the order in which they ended. */
  get finishReasons(): readonly string[] {
    return [...this.#finished.values()];
  }

  /** Events that carried output, about one token each: the estimate for a stream that was cut before its usage came. */
  get outputEvents(): number {
    return this.#outputEvents;
  }

  /** The error object of an `error` event, as it came. */
  get error(): unknown {
    return this.#error;
  }

  /**
   * Takes a piece of the stream that is nothing but whole events of plain output, looking at it once as text instead of
   * event by event, which is a quarter of the work. `false`: it may be something else, and nothing of it was taken.
   */
  readPlain(piece: Buffer): boolean {
    if (!this.#hasOutput) {
      return false;
    }
    const text = piece.toString('latin1');
    if (special.test(text)) {
      return false;
    }
    let events = 0;
    for (let start = 0; start < text.length;) {
      const end = text.indexOf('\n\n', start);
      if (end === -1 || !text.startsWith('data: {', start) || text.charCodeAt(end - 1) !== closeBrace) {
        return false;
      }
      events += 1;
      start = end + 2;
    }
    this.#outputEvents += events;
    return true;
  }

  read(event: Buffer): ChatEvent {
    const data = eventData(event);
    if (data === undefined || data.length === 0) {
      return 'prelude';
    }
    if (data.length <= 8 && data.toString('latin1').trim() === '[DONE]') {
      this.#isDone = true;
      return 'done';
    }
    if (!looksLikeObject(data)) {
      return 'garbage';
    }
    if (this.#hasOutput && !mayBeSpecial(data)) {
      this.#outputEvents += 1;
      return 'output';
    }
    return this.#readParsed(data);
  }

  #readParsed(data: Buffer): ChatEvent {
    const chunk = parseObject(data);
    if (chunk === undefined) {
      return 'garbage';
    }
    if (isPresent(chunk['error'])) {
      this.#error = chunk['error'];
      return 'error';
    }
    this.#model ??= shortName(chunk['model']);
    const usage = readUsage(chunk['usage']);
    this.#usage = usage ?? this.#usage;
    const choices = Array.isArray(chunk['choices']) ? chunk['choices'].filter(isJsonObject) : [];
    for (const choice of choices) {
      if (isPresent(choice['finish_reason'])) {
        const index = typeof choice['index'] === 'number' ? choice['index'] : 0;
        this.#finished.set(index, shortName(choice['finish_reason']) ?? 'other');
      }
    }
    if (choices.some(isOutput)) {
      this.#hasOutput = true;
      this.#outputEvents += choices.some(hasText) ? 1 : 0;
      return 'output';
    }
    return usage !== undefined && choices.length === 0 ? 'usage' : 'prelude';
  }
}

function isOutput(choice: JsonObject): boolean {
  return isPresent(choice['finish_reason']) || hasText(choice);
}

/** Any delta member but the role that holds something: content, refusal, tool calls, reasoning, audio. */
function hasText(choice: JsonObject): boolean {
  const delta = choice['delta'];
  return (
    isJsonObject(delta) &&
    Object.entries(delta).some(
      ([name, value]) =>
        name !== 'role' && isPresent(value) && value !== '' && !(Array.isArray(value) && value.length === 0),
    )
  );
}

function mayBeSpecial(data: Buffer): boolean {
  return valueFollows(data, finishReason) || valueFollows(data, usageMember) || data.indexOf(errorMember) !== -1;
}

/** Whether `member` stands in the data with a value other than `null`. */
function valueFollows(data: Buffer, member: Buffer): boolean {
  for (let at = data.indexOf(member); at !== -1; at = data.indexOf(member, at + member.length)) {
    let next = at + member.length;
    while (data[next] === space || data[next] === colon) {
      next += 1;
    }
    if (data[next] !== letterN) {
      return true;
    }
  }
  return false;
}

function looksLikeObject(data: Buffer): boolean {
  return data[0] === openBrace ? lastNonSpace(data) === closeBrace : data.toString('utf8').trim().startsWith('{');
}

function lastNonSpace(data: Buffer): number | undefined {
  let at = data.length - 1;
  while (data[at] === space) {
    at -= 1;
  }
  return data[at];
}

function parseObject(data: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** A line end other than LF, or a member that `mayBeSpecial` looks for. */
const special = /\r|"error"|"(?:usage|finish_reason)"[ :]*[^n :]/;

const finishReason = Buffer.from('"finish_reason"');
const usageMember = Buffer.from('"usage"');
const errorMember = Buffer.from('"error"');
const openBrace = 123;
const closeBrace = 125;
const space = 32;
const colon = 58;
const letterN = 110;
