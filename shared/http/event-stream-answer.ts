import { ReadableStream } from 'node:stream/web';
import { GatewayError, type ErrorBody } from '../errors.ts';
import type { StreamedCompletion } from '../gateway/serve-chat.ts';
import { servedHeaders, type HttpAnswer } from './answers.ts';
import type { Arrival } from './arrival.ts';
import { within } from '../within.ts';

/** What of a stream goes out; `served` where one deployment serves the whole of it. */
export type StreamAnswered = Pick<StreamedCompletion, 'chunks'> & Partial<Pick<StreamedCompletion, 'served'>>;

/** When an event stream shows life, in milliseconds. */
export type StreamPacing = {
  /** Headers wait for the first output that long, so that a failure still has its own status. */
  readonly headersWithinMs: number;
  /** A comment goes out after that much silence. Azure's front end cuts a connection idle for 230 s. */
  readonly commentEveryMs: number;
};

/**
 * An event stream as a Functions answer. A failure before the headers is thrown. One after them becomes the protocol's
 * error event, behind which the connection is cut, so that no client takes what it has for a whole answer.
 */
export async function eventStreamAnswer(
  completion: Promise<StreamAnswered>,
  arrival: Arrival,
  pacing: StreamPacing = defaultPacing,
  frameError: FrameError = dataOnly,
): Promise<HttpAnswer> {
  // Until the body below awaits it, nobody may be listening when it fails.
  completion.catch(() => {});
  const opened = await within(pacing.headersWithinMs, completion);
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      ...(opened?.served === undefined ? {} : servedHeaders(opened.served)),
    },
    body: bodyOf(completion, arrival, pacing, opened === undefined, frameError),
  };
}

/** An error's JSON as the protocol's own event for it. */
export type FrameError = (json: string) => string;

const dataOnly: FrameError = (json) => `data: ${json}\n\n`;

const defaultPacing: StreamPacing = { headersWithinMs: 10_000, commentEveryMs: 15_000 };

/**
 * The library reads on as fast as it can and never looks at the connection. So each pull waits for the connection
 * first: a slow reader holds up the upstream, and one that has gone ends it.
 */
function bodyOf(
  completion: Promise<StreamAnswered>,
  arrival: Arrival,
  pacing: StreamPacing,
  isEarly: boolean,
  frameError: FrameError,
): ReadableStream<Uint8Array> {
  let hasBegun = false;
  let hasFailed = false;
  let isWaiting = false;
  let idle: NodeJS.Timeout | undefined;

  async function nextChunk(): Promise<Uint8Array | undefined> {
    await arrival.writable();
    isWaiting = true;
    idle?.refresh();
    const { chunks } = await completion;
    hasBegun = true;
    const next = await chunks.next();
    isWaiting = false;
    return next.done === true ? undefined : next.value;
  }

  /** Nobody reads on. A generator that has not begun has nothing to clean up, and would leave the upstream running. */
  async function leave({ chunks }: StreamAnswered): Promise<void> {
    if (!hasBegun) {
      await chunks.next();
    }
    await chunks.return(undefined);
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        idle = setInterval(() => {
          if (isWaiting) {
            controller.enqueue(comment);
          }
        }, pacing.commentEveryMs).unref();
        if (isEarly) {
          // The host sends headers with the first byte of the body.
          controller.enqueue(comment);
        }
      },
      async pull(controller) {
        if (!hasFailed) {
          try {
            const chunk = await nextChunk();
            if (chunk !== undefined) {
              controller.enqueue(chunk);
              return;
            }
          } catch (error) {
            isWaiting = false;
            hasFailed = true;
            if (!arrival.gone.aborted) {
              controller.enqueue(Buffer.from(frameError(JSON.stringify(errorBody(error)))));
              return;
            }
          }
        }
        clearInterval(idle);
        if (hasFailed) {
          await arrival.abort();
        }
        controller.close();
      },
      cancel() {
        clearInterval(idle);
        completion.then(leave).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

function errorBody(error: unknown): ErrorBody {
  const known =
    error instanceof GatewayError
      ? error
      : new GatewayError('internal_error', 'Sluice failed in the middle of the answer.');
  return known.toBody();
}

const comment = Buffer.from(': waiting\n\n');
