import type { ServerResponse } from 'node:http';
import { breakOff } from './break-off.ts';
import { pause, untilClosed, untilDrained } from './pause.ts';
import type { AzureAnswer } from './azure-error.ts';
import type { Fault } from './fault-rule.ts';

/** Writes an event stream at the reader's pace. Every function answers whether the stream still goes on. */
export type EventWriter = {
  /** Writes an event, after playing the fault if it is due at this event. Waits where the reader is slow. */
  send(json: string): Promise<boolean>;
  /** Writes the protocol's end, such as `data: [DONE]`, and ends. */
  finish(): Promise<void>;
};

/** How a protocol writes its events, its end, and an event that says nothing. */
export type EventProtocol = {
  frame(json: string): string;
  readonly end: string;
  readonly nothing: string;
};

const openaiEvents: EventProtocol = {
  frame: (json) => `data: ${json}\n\n`,
  end: 'data: [DONE]\n\n',
  nothing: `data: {"id":"","object":"chat.completion.chunk","created":0,"model":"","choices":[]}\n\n`,
};

/** Begins an event stream on a response whose head is set but not sent. `streamError` words the fault `error-in-stream`. */
export function beginEventStream(
  response: ServerResponse,
  fault: Fault | undefined,
  streamError: AzureAnswer,
  protocol: EventProtocol = openaiEvents,
): EventWriter {
  let sent = 0;

  async function write(text: string): Promise<boolean> {
    if (fault?.kind === 'slow') return trickle(response, text, fault.bytesPerSecond);
    // Waiting for the reader is what keeps a slow one from filling this process's memory.
    if (!response.write(text)) await untilDrained(response);
    return !response.closed;
  }

  /** Plays what is due before the next event; answers whether the stream goes on. */
  async function play(json: string): Promise<boolean> {
    if (fault === undefined) return true;
    switch (fault.kind) {
      case 'delay-first-chunk':
        return sent > 0 || pause(response, fault.delayMs);
      case 'delay-chunks':
        return pause(response, fault.delayMs);
      case 'cut-after':
        if (sent < fault.chunks) return true;
        await breakOff(response, fault.how ?? 'close');
        return false;
      case 'stall':
        if (sent < (fault.chunks ?? 0)) return true;
        await untilClosed(response);
        return false;
      case 'garbage':
        if (sent < 2) return true;
        await write('data: <<< this is not JSON >>>\n\n');
        response.end();
        return false;
      case 'truncated-json': {
        if (sent < 3) return true;
        const framed = protocol.frame(json);
        await write(framed.slice(0, framed.length - 2 - json.length / 2));
        response.end();
        return false;
      }
      case 'error-in-stream':
        if (sent < (fault.chunks ?? 3)) return true;
        await write(protocol.frame(JSON.stringify(streamError.body)));
        response.end();
        return false;
      case 'empty-choices':
        if (sent === 0) return true;
        return streamNothing(response, protocol.nothing, write);
      default:
        return true;
    }
  }

  response.flushHeaders();
  return {
    async send(json) {
      if (response.closed || (fault !== undefined && !(await play(json)))) return false;
      sent += 1;
      return write(protocol.frame(json));
    },
    async finish() {
      // A fault due after the last event is due before the end mark.
      if (response.closed || !(await play('{}'))) return;
      await write(protocol.end);
      response.end();
    },
  };
}

/** Writes text a few bytes at a time, UTF-8 sequences split wherever that falls. Answers whether all could be written. */
export async function trickle(response: ServerResponse, text: string, bytesPerSecond = 200): Promise<boolean> {
  const bytes = Buffer.from(text);
  const step = Math.max(1, Math.round(bytesPerSecond / 20));
  for (let at = 0; at < bytes.length; at += step) {
    if (!(await pause(response, 50))) return false;
    response.write(bytes.subarray(at, at + step));
  }
  return !response.closed;
}

async function streamNothing(
  response: ServerResponse,
  event: string,
  write: (text: string) => Promise<boolean>,
): Promise<false> {
  while ((await write(event)) && (await pause(response, 5)));
  return false;
}
