import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';
import { finishReason, openaiError, openaiUsage, refusalOf } from './wire-values.ts';

/**
 * A whole answer of the Messages API as a chat completion. Bytes that are no such answer come back as they are: whoever
 * reads them finds that they are no completion either. Thought stands in `reasoning_content` and, with the signatures
 * that Anthropic wants back, in `thinking_blocks`.
 */
export function chatCompletionBytes(bytes: Uint8Array, nowMs: number): Uint8Array {
  const message = parse(bytes);
  if (message?.['type'] === 'error') {
    return Buffer.from(JSON.stringify(openaiError(message['error'])));
  }
  const blocks = message?.['content'];
  if (message?.['type'] !== 'message' || !Array.isArray(blocks) || typeof message['stop_reason'] !== 'string') {
    return bytes;
  }
  return Buffer.from(
    JSON.stringify(chatCompletion(message, message['stop_reason'], blocks.filter(isJsonObject), nowMs)),
  );
}

function chatCompletion(message: JsonObject, stopReason: string, blocks: readonly JsonObject[], nowMs: number): object {
  const thought = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  const calls = blocks.filter(({ type }) => type === 'tool_use').map(toolCall);
  const texts = textsIn(blocks, 'text');
  return {
    id: message['id'],
    object: 'chat.completion',
    created: Math.floor(nowMs / 1000),
    model: message['model'],
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: texts.length === 0 && calls.length > 0 ? null : texts.join(''),
          refusal: refusalOf(stopReason, message['stop_details']),
          ...(thought.length === 0
            ? {}
            : { reasoning_content: textsIn(blocks, 'thinking').join(''), thinking_blocks: thought }),
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: finishReason(stopReason),
      },
    ],
    usage: openaiUsage(isJsonObject(message['usage']) ? message['usage'] : {}),
  };
}

function toolCall({ id, name, input }: JsonObject): object {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } };
}

function textsIn(blocks: readonly JsonObject[], type: 'text' | 'thinking'): string[] {
  return blocks.flatMap((block) => (block['type'] === type && typeof block[type] === 'string' ? [block[type]] : []));
}

function parse(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
