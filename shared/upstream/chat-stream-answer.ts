import { ChatStreamReader } from '../openai/chat-stream.ts';
import { EventSplitter } from '../openai/event-stream.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { AttemptClock } from '../resilience/attempt-clock.ts';
import { failureOfErrorObject } from './failure-of-error.ts';
import { failureOfBrokenBody } from './failure-of-broken-body.ts';
import type { AttemptAnswer } from './provider.ts';
import { UpstreamFailure } from './upstream-failure.ts';

/** What the caller asked of a stream. */
export type ChatStreamOptions = {
  readonly deployment: string;
  /** The request's `n`. */
  readonly choices: number;
  /** Sluice asked for usage, the caller did not: the usage chunk stays here. */
  readonly hideUsage: boolean;
};

/**
 * A chat stream that has given its first real output. What was held until then, and all that follows, comes out of
 * `chunks()`: whole events in the upstream's own bytes, as many together as the network brought.
 */
export class ChatStreamAnswer {
  readonly #source: AsyncIterator<Buffer>;
  readonly #answer: AttemptAnswer;
  readonly #clock: AttemptClock;
  readonly #options: ChatStreamOptions;
  readonly #splitter = new EventSplitter();
  readonly #reader: ChatStreamReader;
  #isOutput = false;
  #isDone = false;
  #failure: UpstreamFailure | undefined;

  private constructor(answer: AttemptAnswer, clock: AttemptClock, options: ChatStreamOptions) {
    this.#source = answer.bytes[Symbol.asyncIterator]();
    this.#answer = answer;
    this.#clock = clock;
    this.#options = options;
    this.#reader = new ChatStreamReader(options.choices);
  }

  /** Reads until the first real output, holding what comes before it. Throws `UpstreamFailure` when none comes. */
  static async open(
    answer: AttemptAnswer,
    clock: AttemptClock,
    options: ChatStreamOptions,
  ): Promise<{ stream: ChatStreamAnswer; chunks: AsyncGenerator<Buffer> }> {
    const stream = new ChatStreamAnswer(answer, clock, options);
    const held: Buffer[] = [];
    let heldBytes = 0;
    while (!stream.#isOutput) {
      const piece = await stream.#next();
      if (piece === undefined) {
        throw new UpstreamFailure('malformed', `Deployment ${options.deployment} ended its stream without any output.`);
      }
      held.push(piece.bytes);
      heldBytes += piece.bytes.length;
      if (!stream.#isOutput && (stream.#preludes > maxHeldEvents || heldBytes > maxHeldBytes)) {
        answer.bytes.destroy();
        throw new UpstreamFailure('malformed', `Deployment ${options.deployment} streams without any output.`);
      }
    }
    clock.committed();
    return { stream, chunks: stream.#chunks(held) };
  }

  /** Usage as the upstream reported it; counted from what passed, and marked so, when the stream never said. */
  get usage(): TokenUsage {
    const counted = this.#reader.outputEvents;
    return this.#reader.usage ?? { promptTokens: 0, completionTokens: counted, totalTokens: counted, estimated: true };
  }

  /** What the upstream says answers, and why each choice that has ended did. */
  get model(): string | undefined {
    return this.#reader.model;
  }

  get finishReasons(): readonly string[] {
    return this.#reader.finishReasons;
  }

  #preludes = 0;

  async *#chunks(held: readonly Buffer[]): AsyncGenerator<Buffer> {
    try {
      const head = Buffer.concat(held);
      if (head.length > 0) {
        yield head;
      }
      while (!this.#isDone) {
        const piece = await this.#next();
        if (piece === undefined) {
          throw new UpstreamFailure('malformed', `Deployment ${this.#options.deployment} ended its stream too early.`);
        }
        if (piece.bytes.length > 0) {
          yield piece.bytes;
        }
      }
    } finally {
      this.#clock.stop();
      void this.#leaveConnection();
    }
  }

  /** The events that the next network chunk completes, less those the caller does not get; `undefined` at the end. */
  async #next(): Promise<{ bytes: Buffer } | undefined> {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    const chunk = await this.#read();
    if (chunk !== undefined) {
      const isPlain = this.#splitter.rest().length === 0 && this.#reader.readPlain(chunk);
      return { bytes: isPlain ? chunk : this.#sift(this.#split(chunk)) };
    }
    // The last event may lack its blank line.
    const rest = this.#splitter.rest();
    if (rest.length === 0) {
      return undefined;
    }
    return { bytes: this.#sift(this.#split(blankLine)) };
  }

  async #read(): Promise<Buffer | undefined> {
    try {
      this.#clock.waiting();
      const next = await this.#source.next();
      this.#clock.received();
      return next.done === true ? undefined : next.value;
    } catch (error) {
      throw failureOfBrokenBody(error, this.#options.deployment, this.#clock);
    }
  }

  #split(chunk: Buffer): Buffer[] {
    try {
      return this.#splitter.push(chunk);
    } catch (error) {
      throw new UpstreamFailure('malformed', `Deployment ${this.#options.deployment} sent an endless event.`, {
        cause: error,
      });
    }
  }

  /** What may go on to the caller. A failure among the events is kept until what came before it has gone out. */
  #sift(events: readonly Buffer[]): Buffer {
    const kept: Buffer[] = [];
    for (const event of events) {
      const kind = this.#reader.read(event);
      if (kind === 'error' || kind === 'garbage' || (kind === 'done' && !this.#reader.isComplete)) {
        this.#failure = this.#failureOf(kind);
        break;
      }
      this.#preludes += kind === 'prelude' && !isComment(event) ? 1 : 0;
      this.#isOutput ||= kind === 'output';
      if (kind !== 'usage' || !this.#options.hideUsage) {
        kept.push(event);
      }
      if (kind === 'done') {
        this.#isDone = true;
        break;
      }
    }
    if (this.#failure !== undefined && !this.#isOutput) {
      throw this.#failure;
    }
    return joined(kept);
  }

  #failureOf(kind: 'error' | 'garbage' | 'done'): UpstreamFailure {
    const { deployment } = this.#options;
    switch (kind) {
      case 'error':
        return failureOfErrorObject(this.#reader.error, deployment);
      case 'garbage':
        return new UpstreamFailure('malformed', `Deployment ${deployment} sent an event that is not JSON.`);
      case 'done':
        return new UpstreamFailure('malformed', `Deployment ${deployment} ended its stream without a finish reason.`);
    }
  }

  /** After `[DONE]` the rest is read, so that the connection serves again; else it is closed, which stops the upstream. */
  async #leaveConnection(): Promise<void> {
    const { bytes } = this.#answer;
    if (!this.#isDone) {
      bytes.destroy();
      return;
    }
    const impatience = setTimeout(() => bytes.destroy(), 1_000).unref();
    try {
      let restBytes = 0;
      while (restBytes <= maxRestBytes) {
        const rest = await this.#source.next();
        if (rest.done === true) {
          return;
        }
        restBytes += rest.value.length;
      }
      bytes.destroy();
    } catch {
      // Everything the caller asked for has gone out; only the connection is lost.
    } finally {
      clearTimeout(impatience);
    }
  }
}

/** One buffer over events that lie side by side, which is the usual case and costs no copy. */
function joined(events: readonly Buffer[]): Buffer {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) {
    return Buffer.alloc(0);
  }
  const length = last.byteOffset + last.length - first.byteOffset;
  const areSideBySide = first.buffer === last.buffer && length === events.reduce((sum, event) => sum + event.length, 0);
  return areSideBySide ? Buffer.from(first.buffer, first.byteOffset, length) : Buffer.concat(events);
}

function isComment(event: Buffer): boolean {
  return event[0] === 58;
}

const maxHeldEvents = 64;
const maxHeldBytes = 262_144;
const maxRestBytes = 4_096;
const blankLine = Buffer.from('\n\n');
