import { goneError } from './gone-error.ts';
import { SharedStream, type OpenedStream, type StreamBounds } from './shared-stream.ts';

/** A stream that identical calls share, as one of them reads it: from its first chunk, at its own pace. */
export type JoinedStream<Head> = OpenedStream<Head> & {
  /** Whether this call opened the stream, or only joined it. */
  readonly isFirst: boolean;
};

/** What the streams that are shared at one time are held to. */
export type StreamCoalescerOptions = {
  /** A stream longer than this takes no more joiners, and a reader that far behind the others is let go. */
  readonly maxHeldBytes: number;
  /** Once all streams together hold more, none that grows takes any more joiners. */
  readonly maxTotalHeldBytes: number;
  /** Whether a failure to open is the first call's own, such as its deadline; then those who joined open anew. */
  readonly isFirstsOwn?: (error: unknown) => boolean;
};

/**
 * Lets identical calls that are under way at the same time share one stream. As with plain work, each reads under its
 * own signal, and the stream is aborted when all have gone.
 *
 * The fastest reader sets the pace: the next chunk is fetched when one of them has read all there is, so a stream read
 * by one alone flows as if it were not shared. What has come is held for those who are behind and those who may yet
 * join, within bounds. A call that comes when the bound is passed opens a stream of its own. A reader that is further
 * behind than the bound has part of the answer and can be given neither another nor a gap: its stream ends in an error.
 */
export class StreamCoalescer<Head> {
  readonly #streams = new Map<string, SharedStream<Head>>();
  readonly #options: StreamCoalescerOptions;
  readonly #total = { heldBytes: 0 };

  constructor(options: StreamCoalescerOptions) {
    this.#options = options;
  }

  /** What all shared streams hold for readers to come or behind. */
  get heldBytes(): number {
    return this.#total.heldBytes;
  }

  /** How many streams can be joined. */
  get underWay(): number {
    return this.#streams.size;
  }

  /**
   * Opens a stream by `work`, or joins that of the same key; resolves when it is open. Throws why it failed to open, or
   * why the signal aborted. Who neither reads to the end nor returns must abort its signal.
   */
  async open(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<OpenedStream<Head>>,
  ): Promise<JoinedStream<Head>> {
    for (;;) {
      if (signal.aborted) {
        throw goneError(signal);
      }
      const joined = this.#streams.get(key);
      const stream = joined ?? this.#start(key, work);
      try {
        return { ...(await stream.join(signal)), isFirst: joined === undefined };
      } catch (error) {
        if (joined === undefined || signal.aborted || this.#options.isFirstsOwn?.(error) !== true) {
          throw error;
        }
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<OpenedStream<Head>>): SharedStream<Head> {
    const { maxHeldBytes, maxTotalHeldBytes } = this.#options;
    const bounds: StreamBounds = { maxHeldBytes, maxTotalHeldBytes, total: this.#total };
    const stream: SharedStream<Head> = new SharedStream(work, bounds, () => {
      if (this.#streams.get(key) === stream) {
        this.#streams.delete(key);
      }
    });
    this.#streams.set(key, stream);
    return stream;
  }
}
