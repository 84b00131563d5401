import { EventSplitter, eventData } from '../openai/event-stream.ts';
import { isJsonObject, type JsonObject } from '../openai/json-object.ts';

/** The events of a kept stream, each with its framing. A last event that lacks its blank line is given one. */
export function storedEvents(body: Uint8Array): Buffer[] {
  const splitter = new EventSplitter(body.byteLength);
  const events = splitter.push(body);
  return splitter.rest().length === 0 ? events : [...events, ...splitter.push(blankLine)];
}

/** The JSON object that an event carries; `undefined` for a comment, for `[DONE]` and for anything else. */
export function eventObject(event: Buffer): JsonObject | undefined {
  const data = eventData(event);
  if (data === undefined || isDone(event)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the event is `[DONE]`, behind which nothing follows. */
export function isDone(event: Buffer): boolean {
  return eventData(event)?.toString('latin1').trim() === '[DONE]';
}

/** Whether the event carries usage and nothing else: the chunk that `include_usage` asks for. */
export function isUsageEvent(event: Buffer): boolean {
  if (!usageObject.test(event.toString('latin1'))) {
    return false;
  }
  const chunk = eventObject(event);
  return isJsonObject(chunk?.['usage']) && Array.isArray(chunk['choices']) && chunk['choices'].length === 0;
}

// Most chunks say `"usage":null`, and need not be parsed to know that.
const usageObject = /"usage"\s*:\s*\{/;
const blankLine = Buffer.from('\n\n');
