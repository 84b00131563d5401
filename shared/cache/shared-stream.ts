import { GatewayError } from '../errors.ts';
import { goneError } from './gone-error.ts';

/** A stream that is open: what is known of it at its first output, and its chunks, which are not to be changed. */
export type OpenedStream<Head> = { readonly head: Head; readonly chunks: AsyncGenerator<Buffer> };

/** How much a shared stream may hold, and the count that it shares with the others. */
export type StreamBounds = {
  readonly maxHeldBytes: number;
  readonly maxTotalHeldBytes: number;
  readonly total: { heldBytes: number };
};

type Reader = {
  /** The number of the chunk it reads next, counted from the stream's first. */
  next: number;
  /** Why it gets no more; what it has not read by then is dropped. */
  error: GatewayError | undefined;
  wake: (() => void) | undefined;
  stopListening: () => void;
};

/** One stream and its readers: fetches a chunk when the fastest asks for it, and holds it for the others. */
export class SharedStream<Head> {
  readonly #controller = new AbortController();
  readonly #opened: Promise<OpenedStream<Head>>;
  readonly #bounds: StreamBounds;
  readonly #close: () => void;
  readonly #readers = new Set<Reader>();
  #source: AsyncGenerator<Buffer> | undefined;
  #held: Buffer[] = [];
  #heldFrom = 0;
  #heldBytes = 0;
  #isJoinable = true;
  #isFetching = false;
  #hasBegun = false;
  #end: { readonly error?: unknown } | undefined;

  /** `onClose` is called when no one can join any more, at least once. */
  constructor(work: (signal: AbortSignal) => Promise<OpenedStream<Head>>, bounds: StreamBounds, onClose: () => void) {
    this.#bounds = bounds;
    this.#close = () => {
      this.#isJoinable = false;
      onClose();
    };
    this.#opened = this.#open(work);
  }

  /** Waits for the stream to open, then reads it from its start. Throws why it did not open, or why `signal` aborted. */
  join(signal: AbortSignal): Promise<OpenedStream<Head>> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const error = goneError(signal);
        this.#letGo(reader, error);
        reject(error);
      };
      const reader: Reader = {
        next: 0,
        error: undefined,
        wake: undefined,
        stopListening: () => signal.removeEventListener('abort', leave),
      };
      this.#readers.add(reader);
      signal.addEventListener('abort', leave, { once: true });
      this.#opened
        .then(
          ({ head }) => ({ head, chunks: this.#read(reader) }),
          (error: unknown) => {
            reader.stopListening();
            throw error;
          },
        )
        .then(resolve, reject);
    });
  }

  async #open(work: (signal: AbortSignal) => Promise<OpenedStream<Head>>): Promise<OpenedStream<Head>> {
    // The stream must be known before it can fail.
    await Promise.resolve();
    try {
      this.#controller.signal.throwIfAborted();
      const opened = await work(this.#controller.signal);
      this.#source = opened.chunks;
      if (this.#end !== undefined) {
        leaveBehind(opened.chunks, false);
      }
      return opened;
    } catch (error) {
      this.#end = { error };
      this.#close();
      throw error;
    }
  }

  async *#read(reader: Reader): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (reader.error !== undefined) {
          throw reader.error;
        }
        const chunk = this.#held[reader.next - this.#heldFrom];
        if (chunk !== undefined) {
          reader.next += 1;
          yield chunk;
        } else if (this.#end === undefined) {
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
            void this.#fetch();
          });
        } else if ('error' in this.#end) {
          throw this.#end.error;
        } else {
          return;
        }
      }
    } finally {
      this.#letGo(reader);
    }
  }

  async #fetch(): Promise<void> {
    if (this.#isFetching || this.#source === undefined) {
      return;
    }
    this.#isFetching = true;
    this.#hasBegun = true;
    try {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#end ??= {};
        this.#close();
      } else {
        this.#hold(next.value);
      }
    } catch (error) {
      this.#end ??= { error };
      this.#close();
    }
    this.#isFetching = false;
    for (const reader of this.#readers) {
      reader.wake?.();
    }
  }

  #hold(chunk: Buffer): void {
    const { total, maxHeldBytes, maxTotalHeldBytes } = this.#bounds;
    if (this.#end !== undefined) {
      return;
    }
    this.#held.push(chunk);
    this.#count(chunk.length);
    if (this.#isJoinable && (this.#heldBytes > maxHeldBytes || total.heldBytes > maxTotalHeldBytes)) {
      this.#close();
    }
    if (this.#isJoinable) {
      return;
    }
    this.#dropRead();
    while (this.#heldBytes > maxHeldBytes) {
      const [slowest] = [...this.#readers].toSorted((left, right) => left.next - right.next);
      // Who waits for this very chunk is not behind, however large it is.
      if (slowest === undefined || slowest.next >= this.#lastHeld) {
        return;
      }
      this.#letGo(slowest, new GatewayError('deadline_exceeded', 'The caller read too slowly to be given the rest.'));
      this.#dropRead();
    }
  }

  get #lastHeld(): number {
    return this.#heldFrom + this.#held.length - 1;
  }

  /** Drops what every reader has read. */
  #dropRead(): void {
    let needed = this.#lastHeld;
    for (const reader of this.#readers) {
      needed = Math.min(needed, reader.next);
    }
    const dropped = this.#held.splice(0, needed - this.#heldFrom);
    this.#heldFrom = needed;
    this.#count(-dropped.reduce((sum, chunk) => sum + chunk.length, 0));
  }

  #letGo(reader: Reader, error?: GatewayError): void {
    reader.error ??= error;
    reader.stopListening();
    if (this.#readers.delete(reader) && this.#readers.size === 0) {
      this.#abandon();
    }
    reader.wake?.();
  }

  /** All have gone, having read to the end or not: nothing is held any more, and what is still under way is ended. */
  #abandon(): void {
    this.#close();
    this.#held = [];
    this.#count(-this.#heldBytes);
    if (this.#end === undefined) {
      this.#end = { error: new GatewayError('caller_gone', 'The caller hung up.') };
      this.#controller.abort(this.#end.error);
      if (this.#source !== undefined) {
        leaveBehind(this.#source, this.#hasBegun);
      }
    }
  }

  #count(bytes: number): void {
    this.#heldBytes += bytes;
    this.#bounds.total.heldBytes += bytes;
  }
}

/**
 * Lets a stream that nobody reads do what it does at its end. How it fails then is of no interest to anyone. A generator
 * that has not begun would skip its end, and so it is begun first.
 */
function leaveBehind(chunks: AsyncGenerator<Buffer>, hasBegun: boolean): void {
  const begun = hasBegun ? Promise.resolve() : chunks.next();
  begun.then(() => chunks.return(undefined)).catch(() => {});
}
