import { isJsonObject, type JsonObject } from '../openai/json-object.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { GenerateRequest } from './generate-request.ts';

/** A tool that is to be called. `arguments` is text only where a limit cut it short, so that it is no JSON. */
export type GeneratedToolCall = { readonly id: string; readonly name: string; readonly arguments: unknown };

/** Who answered: the deployment by its name here, its provider (`null` when a fixed text stood in) and what it calls its model. */
export type GeneratedBy = {
  readonly provider: NonNullable<GenerateRequest['provider']> | null;
  readonly model: string | null;
  readonly deployment: string;
};

/** How and when an answer ended. */
export type GeneratedEnd = GeneratedBy & {
  readonly finishReason: string;
  /** From the arrival of the call. */
  readonly latencyMs: number;
  readonly requestId: string;
};

/** What a model said, in words of no provider. */
export type GeneratedContent = {
  readonly content: string | null;
  readonly toolCalls?: readonly GeneratedToolCall[];
  /** What the model thought, where it shows it. */
  readonly reasoning?: string;
  /** Why it would not answer. */
  readonly refusal?: string;
};

/** A whole answer of `POST /ai/generate`. */
export type Generated = GeneratedContent & GeneratedEnd & { readonly usage: TokenUsage | null };

/** What the first choice of a chat completion says, and its finish reason. */
export function contentOf(completion: JsonObject): GeneratedContent & { readonly finishReason: string } {
  const choices: readonly unknown[] = Array.isArray(completion['choices']) ? completion['choices'] : [];
  const choice = choices.find(isJsonObject) ?? {};
  const message = isJsonObject(choice['message']) ? choice['message'] : {};
  const { content, refusal, tool_calls: toolCalls, reasoning_content: reasoning } = message;
  return {
    content: typeof content === 'string' ? content : null,
    ...(Array.isArray(toolCalls) && toolCalls.length > 0
      ? { toolCalls: toolCalls.filter(isJsonObject).map(toolCallOf) }
      : {}),
    ...(typeof reasoning === 'string' && reasoning !== '' ? { reasoning } : {}),
    ...(typeof refusal === 'string' ? { refusal } : {}),
    finishReason: textOf(choice['finish_reason']) || 'stop',
  };
}

/** A call of OpenAI's protocol in neutral words. */
export function toolCallOf(call: JsonObject): GeneratedToolCall {
  const { name, arguments: text } = isJsonObject(call['function']) ? call['function'] : {};
  return { id: textOf(call['id']), name: textOf(name), arguments: argumentsOf(text) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function argumentsOf(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') {
    return {};
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
