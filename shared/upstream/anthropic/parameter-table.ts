import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject } from '../../openai/json-object.ts';
import { inexpressible } from './inexpressible.ts';

/** What becomes of one member of a chat request on its way to Anthropic. The documentation is made from it. */
export type ParameterRule =
  | { readonly treatment: 'translated'; readonly to: string }
  /** Left out, because it says nothing about what may be answered. */
  | { readonly treatment: 'ignored'; readonly why: string }
  /** Refused by name, unless its value says what is so anyway. */
  | { readonly treatment: 'refused'; readonly why: string; readonly isNeutral?: (value: unknown) => boolean };

const isZero = (value: unknown): boolean => value === 0;

/** Every member of OpenAI's chat request. One that is not here is refused too: nobody knows what it would change. */
export const parameterTable: Readonly<Record<string, ParameterRule>> = {
  model: { treatment: 'translated', to: 'the deployment’s own model name' },
  messages: {
    treatment: 'translated',
    to: '`system`, into which system and developer messages go from wherever they stand, and `messages` of user and assistant in turn; a speaker’s `name` and an image’s `detail` have no place there and are left out',
  },
  stream: { treatment: 'translated', to: '`stream`' },
  stream_options: { treatment: 'ignored', why: 'usage always comes, and is hidden from a caller who did not ask' },
  max_tokens: { treatment: 'translated', to: '`max_tokens`; without it, the most the model can answer' },
  max_completion_tokens: { treatment: 'translated', to: '`max_tokens`, before `max_tokens`' },
  temperature: {
    treatment: 'translated',
    to: '`temperature` up to 1, with API version 2023-06-01, the last that has it; 1 is the default and left out; above 1, beside thinking and for models without it, refused',
  },
  top_p: { treatment: 'translated', to: '`top_p`, as `temperature`' },
  stop: { treatment: 'translated', to: '`stop_sequences`' },
  tools: { treatment: 'translated', to: '`tools`; only functions, other types are refused' },
  tool_choice: { treatment: 'translated', to: '`tool_choice`: auto, any, none or the tool' },
  parallel_tool_calls: { treatment: 'translated', to: '`tool_choice.disable_parallel_tool_use`' },
  response_format: {
    treatment: 'translated',
    to: '`output_config.format` for `json_schema`; `json_object`, which names no schema, is refused',
  },
  reasoning_effort: {
    treatment: 'translated',
    to: '`thinking` and `output_config.effort`, or a thinking budget for models of before 4.6; `minimal` is `low`',
  },
  service_tier: { treatment: 'translated', to: '`service_tier`: auto is auto, default is standard_only' },
  user: { treatment: 'translated', to: '`metadata.user_id`, hashed, because Anthropic wants nothing that identifies' },
  safety_identifier: { treatment: 'translated', to: '`metadata.user_id`, hashed, before `user`' },
  seed: { treatment: 'ignored', why: 'OpenAI promises nothing for it either' },
  prediction: { treatment: 'ignored', why: 'it makes an answer faster, never another one' },
  store: { treatment: 'ignored', why: 'it concerns OpenAI’s own records' },
  metadata: { treatment: 'ignored', why: 'it concerns OpenAI’s own records' },
  prompt_cache_key: { treatment: 'ignored', why: 'it steers OpenAI’s own cache' },
  prompt_cache_retention: { treatment: 'ignored', why: 'it steers OpenAI’s own cache' },
  n: { treatment: 'refused', why: 'it gives one answer to a request', isNeutral: (value) => value === 1 },
  logprobs: { treatment: 'refused', why: 'it tells no log probabilities', isNeutral: (value) => value === false },
  top_logprobs: { treatment: 'refused', why: 'it tells no log probabilities', isNeutral: isZero },
  logit_bias: {
    treatment: 'refused',
    why: 'it takes no bias on tokens',
    isNeutral: (value) => isJsonObject(value) && Object.keys(value).length === 0,
  },
  presence_penalty: { treatment: 'refused', why: 'it has no such penalty', isNeutral: isZero },
  frequency_penalty: { treatment: 'refused', why: 'it has no such penalty', isNeutral: isZero },
  modalities: {
    treatment: 'refused',
    why: 'it answers in text only',
    isNeutral: (value) => Array.isArray(value) && value.every((modality) => modality === 'text'),
  },
  audio: { treatment: 'refused', why: 'it answers in text only' },
  verbosity: { treatment: 'refused', why: 'it has no such setting', isNeutral: (value) => value === 'medium' },
  functions: { treatment: 'refused', why: 'it is the old form of `tools`; send those', isNeutral: isEmptyList },
  function_call: { treatment: 'refused', why: 'it is the old form of `tool_choice`; send that' },
  web_search_options: { treatment: 'refused', why: 'it would be another search, with results in another form' },
};

/** Throws for the first member that is refused. A member that is `null` is as good as absent. */
export function checkParameters(chat: ChatRequest): void {
  for (const [name, value] of Object.entries(chat)) {
    const rule = Object.hasOwn(parameterTable, name) ? parameterTable[name] : undefined;
    if (value === null || value === undefined) {
      continue;
    }
    if (rule === undefined) {
      throw inexpressible(name, 'it has no such member');
    }
    if (rule.treatment === 'refused' && rule.isNeutral?.(value) !== true) {
      throw inexpressible(name, rule.why);
    }
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
