import { eventData } from '../../openai/event-stream.ts';
import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';
import { finishReason, openaiError, openaiUsage, refusalOf } from './wire-values.ts';

/** What has come of one content block. */
type OpenBlock =
  | { readonly type: 'tool'; readonly index: number; hasInput: boolean; readonly input: unknown }
  | { readonly type: 'thinking'; thinking: string; signature: string };

/**
 * Follows one stream of the Messages API and says each of its events in OpenAI's protocol: as one event, several, or
 * none. `[DONE]` stands for `message_stop` and nothing else, so a stream that is cut here stays cut there.
 */
export class EventTranslator {
  readonly #createdSeconds: number;
  readonly #blocks = new Map<unknown, OpenBlock>();
  #head = '';
  #usage: JsonObject = {};
  #tools = 0;

  constructor(nowMs: number) {
    this.#createdSeconds = Math.floor(nowMs / 1000);
  }

  /** The events that stand for this one, framing included. */
  translate(event: Buffer): string {
    const data = eventData(event);
    if (data === undefined) {
      return '';
    }
    const message = parse(data);
    // Whoever reads it shall find it to be no JSON, as it is.
    return message === undefined ? 'data: no JSON\n\n' : this.#translate(message);
  }

  #translate(message: JsonObject): string {
    switch (message['type']) {
      case 'message_start':
        return this.#start(message['message']);
      case 'content_block_start':
        return this.#startBlock(message['index'], message['content_block']);
      case 'content_block_delta':
        return this.#continueBlock(message['index'], message['delta']);
      case 'content_block_stop':
        return this.#endBlock(message['index']);
      case 'message_delta':
        return this.#finish(message);
      case 'message_stop':
        return 'data: [DONE]\n\n';
      case 'error':
        return `data: ${JSON.stringify(openaiError(message['error']))}\n\n`;
      case 'ping':
        return ': ping\n\n';
      default:
        // Anthropic adds kinds of events; what is not known is not part of the answer in OpenAI's protocol.
        return '';
    }
  }

  #start(message: unknown): string {
    const { id, model, usage } = isJsonObject(message) ? message : {};
    this.#head = `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: this.#createdSeconds, model }).slice(0, -1)},"choices":[`;
    this.#usage = isJsonObject(usage) ? usage : {};
    return this.#chunk({ role: 'assistant', content: '' });
  }

  #startBlock(index: unknown, block: unknown): string {
    if (!isJsonObject(block)) {
      return '';
    }
    const { type, text, thinking, id, name, input } = block;
    switch (type) {
      case 'text':
        return typeof text === 'string' && text !== '' ? this.#chunk({ content: text }) : '';
      case 'thinking':
        this.#blocks.set(index, { type, thinking: '', signature: '' });
        return typeof thinking === 'string' && thinking !== '' ? this.#think(index, thinking) : '';
      case 'redacted_thinking':
        return this.#chunk({ thinking_blocks: [block] });
      case 'tool_use': {
        const at = this.#tools;
        this.#tools += 1;
        this.#blocks.set(index, { type: 'tool', index: at, hasInput: false, input });
        return this.#chunk({ tool_calls: [{ index: at, id, type: 'function', function: { name, arguments: '' } }] });
      }
      default:
        return '';
    }
  }

  #continueBlock(index: unknown, delta: unknown): string {
    if (!isJsonObject(delta)) {
      return '';
    }
    const { type, text, thinking, signature, partial_json: json } = delta;
    const open = this.#blocks.get(index);
    if (type === 'text_delta' && typeof text === 'string') {
      return text === '' ? '' : this.#chunk({ content: text });
    }
    if (type === 'thinking_delta' && typeof thinking === 'string') {
      return this.#think(index, thinking);
    }
    if (type === 'signature_delta' && open?.type === 'thinking' && typeof signature === 'string') {
      open.signature += signature;
    }
    if (type === 'input_json_delta' && open?.type === 'tool' && typeof json === 'string' && json !== '') {
      open.hasInput = true;
      return this.#chunk({ tool_calls: [{ index: open.index, function: { arguments: json } }] });
    }
    return '';
  }

  #think(index: unknown, thinking: string): string {
    const open = this.#blocks.get(index);
    if (open?.type === 'thinking') {
      open.thinking += thinking;
    }
    return thinking === '' ? '' : this.#chunk({ reasoning_content: thinking });
  }

  #endBlock(index: unknown): string {
    const open = this.#blocks.get(index);
    this.#blocks.delete(index);
    if (open?.type === 'thinking') {
      // Whole, because what goes back to Anthropic must be whole and signed.
      return this.#chunk({ thinking_blocks: [open] });
    }
    // A client parses the arguments of a call; those of a call without any are an empty object, not an empty text.
    return open?.type === 'tool' && !open.hasInput
      ? this.#chunk({ tool_calls: [{ index: open.index, function: { arguments: JSON.stringify(open.input ?? {}) } }] })
      : '';
  }

  #finish({ delta, usage }: JsonObject): string {
    this.#usage = { ...this.#usage, ...present(usage) };
    const { stop_reason: reason, stop_details: details } = isJsonObject(delta) ? delta : {};
    if (typeof reason !== 'string') {
      return '';
    }
    const refusal = refusalOf(reason, details);
    const refused = refusal === null ? '' : this.#chunk({ refusal });
    const end = this.#chunk({}, finishReason(reason));
    return `${refused}${end}${this.#head}],"usage":${JSON.stringify(openaiUsage(this.#usage))}}\n\n`;
  }

  #chunk(delta: object, finish: string | null = null): string {
    return `${this.#head}{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]}\n\n`;
  }
}

/** The counts an event gives; those it leaves `null` it does not take back. */
function present(usage: unknown): JsonObject {
  return isJsonObject(usage)
    ? Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null && value !== undefined))
    : {};
}

function parse(data: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(data.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
