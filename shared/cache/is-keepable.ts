import { ChatStreamReader } from '../openai/chat-stream.ts';
import { isJsonObject, type JsonObject } from '../openai/json-object.ts';
import { storedEvents } from './stored-events.ts';

/**
 * Whether the answer to a request may be kept at all. Not when the request wants something to happen beside the answer
 * (`store`), nor when the answer will not keep (audio is told by an id that expires).
 */
export function isKeepableRequest(request: JsonObject): boolean {
  const modalities = request['modalities'];
  return request['store'] !== true && !(Array.isArray(modalities) && modalities.includes('audio'));
}

/**
 * Whether a whole answer is complete: of a chat, each choice has its finish reason. One that a content filter cut short
 * is not kept, because the filter may judge otherwise next time.
 */
export function isKeepableWhole(json: JsonObject): boolean {
  if (json['error'] !== undefined && json['error'] !== null) {
    return false;
  }
  const choices = json['choices'];
  if (!Array.isArray(choices)) {
    return Array.isArray(json['data']);
  }
  return (
    choices.length > 0 &&
    choices.every(
      (choice: unknown) =>
        isJsonObject(choice) &&
        typeof choice['finish_reason'] === 'string' &&
        choice['finish_reason'] !== 'content_filter',
    )
  );
}

/** Whether the events of a chat stream are complete, by the same rule, for the `choices` that the request's `n` asked for. */
export function isKeepableStream(body: Uint8Array, choices: number): boolean {
  const reader = new ChatStreamReader(choices);
  for (const event of storedEvents(body)) {
    const kind = reader.read(event);
    if (kind === 'error' || kind === 'garbage' || cutByFilter.test(event.toString('latin1'))) {
      return false;
    }
  }
  return reader.isComplete;
}

// Quotes within a JSON string are escaped, so this is never text of the answer.
const cutByFilter = /"finish_reason"\s*:\s*"content_filter"/;
