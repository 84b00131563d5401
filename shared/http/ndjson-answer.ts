import { ReadableStream } from 'node:stream/web';
import { GatewayError } from '../errors.ts';
import type { HttpAnswer } from './answers.ts';
import type { Arrival } from './arrival.ts';

/**
 * Objects as lines of JSON, each sent when it is there. A slow reader holds up what makes them, and one that has gone
 * ends it. A failure is a last line with the error, behind which the connection is cut.
 */
export function ndjsonAnswer(objects: AsyncGenerator<object>, arrival: Arrival): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
    body: bodyOf(objects, arrival),
  };
}

function bodyOf(objects: AsyncGenerator<object>, arrival: Arrival): ReadableStream<Uint8Array> {
  let hasFailed = false;
  const nextLine = async (): Promise<object | undefined> => {
    try {
      await arrival.writable();
      const next = await objects.next();
      return next.done === true ? undefined : next.value;
    } catch (error) {
      hasFailed = true;
      return arrival.gone.aborted ? undefined : errorOf(error).toBody();
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const line = hasFailed ? undefined : await nextLine();
        if (line !== undefined) {
          controller.enqueue(Buffer.from(`${JSON.stringify(line)}\n`));
          return;
        }
        if (hasFailed) {
          await arrival.abort();
        }
        controller.close();
      },
      async cancel() {
        await objects.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function errorOf(error: unknown): GatewayError {
  return error instanceof GatewayError
    ? error
    : new GatewayError('internal_error', 'Sluice failed in the middle of the answer.');
}
