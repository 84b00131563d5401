import { eventData } from '../openai/event-stream.ts';
import { isJsonObject, type JsonObject } from '../openai/json-object.ts';
import { toolCallOf, type GeneratedToolCall } from './generated.ts';

/** One event of `POST /ai/stream` that tells a piece of the answer. */
export type NeutralEvent =
  | {
      readonly event: 'delta';
      readonly data: { readonly content?: string; readonly reasoning?: string; readonly refusal?: string };
    }
  | { readonly event: 'tool_call'; readonly data: GeneratedToolCall };

/**
 * Follows a chat stream of OpenAI's protocol and tells it in neutral words. Text goes on as it comes; a tool call is
 * told once it is whole, so that nobody has to put JSON together.
 */
export class NeutralStream {
  readonly #calls = new Map<number, { id: unknown; name: unknown; text: string }>();
  #isDone = false;
  #finishReason = 'stop';
  #model: string | null = null;

  /** Whether `[DONE]` has come: only then is the answer whole. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get finishReason(): string {
    return this.#finishReason;
  }

  /** What the upstream calls its model. */
  get model(): string | null {
    return this.#model;
  }

  /** The events that stand for this one. */
  read(event: Buffer): NeutralEvent[] {
    const data = eventData(event)?.toString('utf8') ?? '';
    if (data === '') {
      return [];
    }
    if (data.trim() === '[DONE]') {
      this.#isDone = true;
      return this.#wholeCalls();
    }
    const chunk: unknown = JSON.parse(data);
    return isJsonObject(chunk) ? this.#readChunk(chunk) : [];
  }

  #readChunk(chunk: JsonObject): NeutralEvent[] {
    if (typeof chunk['model'] === 'string' && chunk['model'] !== '') {
      this.#model = chunk['model'];
    }
    const choices: readonly unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
    return choices.filter(isJsonObject).flatMap((choice) => {
      if (typeof choice['finish_reason'] === 'string') {
        this.#finishReason = choice['finish_reason'];
      }
      return isJsonObject(choice['delta']) ? this.#readDelta(choice['delta']) : [];
    });
  }

  #readDelta({ content, reasoning_content: reasoning, refusal, tool_calls: calls }: JsonObject): NeutralEvent[] {
    for (const call of Array.isArray(calls) ? calls.filter(isJsonObject) : []) {
      this.#readCall(call);
    }
    const data = {
      ...(isText(content) ? { content } : {}),
      ...(isText(reasoning) ? { reasoning } : {}),
      ...(isText(refusal) ? { refusal } : {}),
    };
    return Object.keys(data).length === 0 ? [] : [{ event: 'delta', data }];
  }

  #readCall(call: JsonObject): void {
    const index = typeof call['index'] === 'number' ? call['index'] : 0;
    const { name, arguments: text } = isJsonObject(call['function']) ? call['function'] : {};
    const open = this.#calls.get(index) ?? { id: undefined, name: undefined, text: '' };
    this.#calls.set(index, {
      id: open.id ?? call['id'],
      name: open.name ?? name,
      text: open.text + (isText(text) ? text : ''),
    });
  }

  #wholeCalls(): NeutralEvent[] {
    return [...this.#calls.values()].map(({ id, name, text }) => ({
      event: 'tool_call',
      data: toolCallOf({ id, function: { name, arguments: text } }),
    }));
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
