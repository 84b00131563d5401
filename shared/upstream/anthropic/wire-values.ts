import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';

/** Anthropic's reason to stop as OpenAI's finish reason. One that is not known yet still is an end. */
export function finishReason(stopReason: string): 'stop' | 'length' | 'tool_calls' | 'content_filter' {
  switch (stopReason) {
    case 'tool_use':
      return 'tool_calls';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
}

/** Anthropic's usage as OpenAI's: there, what was read from and written to the cache is part of the prompt. */
export function openaiUsage(usage: JsonObject): object {
  const cached = count(usage['cache_read_input_tokens']);
  const written = count(usage['cache_creation_input_tokens']);
  const prompt = count(usage['input_tokens']) + cached + written;
  const completion = count(usage['output_tokens']);
  const details = usage['output_tokens_details'];
  const thinking = isJsonObject(details) ? count(details['thinking_tokens']) : undefined;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached, ...(written === 0 ? {} : { cache_creation_tokens: written }) },
    ...(thinking === undefined ? {} : { completion_tokens_details: { reasoning_tokens: thinking } }),
  };
}

/** An error object as it stands in a body or an event, in OpenAI's form: its type is what a client can tell it by. */
export function openaiError(error: unknown): object {
  const { type = null, message = null } = isJsonObject(error) ? error : {};
  return { error: { message, type, param: null, code: type } };
}

/** Why a model refused, where it says so. */
export function refusalOf(stopReason: unknown, stopDetails: unknown): string | null {
  const explanation = isJsonObject(stopDetails) ? stopDetails['explanation'] : undefined;
  return stopReason === 'refusal' && typeof explanation === 'string' ? explanation : null;
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}
