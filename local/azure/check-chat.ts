import { invalidRequest } from './azure-error.ts';
import type { ChatRequest } from './chat-request.ts';
import type { ModelTraits } from './model-traits.ts';

/** Refuses parameters that this model does not take, as it would: a reasoning model knows `max_completion_tokens` only. */
export function checkChat(chat: ChatRequest, traits: ModelTraits): void {
  if (traits.isReasoning) checkReasoning(chat, traits);
  else if (isGiven(chat.reasoning_effort))
    throw invalidRequest('Unrecognized request argument supplied: reasoning_effort', null, null);

  const parameter = isGiven(chat.max_completion_tokens) ? 'max_completion_tokens' : 'max_tokens';
  const asked = chat[parameter];
  if (isGiven(chat.max_completion_tokens) && isGiven(chat.max_tokens))
    throw invalidRequest(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      'max_tokens',
      'invalid_parameter_combination',
    );
  if (isGiven(asked) && asked > traits.maxOutputTokens)
    throw invalidRequest(
      `${parameter} is too large: ${asked}. This model supports at most ${traits.maxOutputTokens} completion tokens, whereas you provided ${asked}.`,
      parameter,
      'invalid_value',
    );
  if (isGiven(chat.stream_options) && chat.stream !== true)
    throw invalidRequest(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
      null,
    );
  if (isGiven(chat.top_logprobs) && chat.logprobs !== true)
    throw invalidRequest(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      'top_logprobs',
      null,
    );
  if (chat.stream === true && !traits.streams)
    throw invalidRequest(
      "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
      'stream',
      'unsupported_value',
    );
  checkTools(chat);
}

const unsupportedInReasoning = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
] as const;

function checkReasoning(chat: ChatRequest, traits: ModelTraits): void {
  if (isGiven(chat.max_tokens))
    throw invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'max_tokens',
      'unsupported_parameter',
    );
  const mayHeat = traits.takesTemperatureUnreasoned && chat.reasoning_effort === 'none';
  const unsupported = unsupportedInReasoning.find(
    (name) => isGiven(chat[name]) && !(mayHeat && name === 'temperature'),
  );
  if (unsupported !== undefined)
    throw invalidRequest(
      `Unsupported parameter: '${unsupported}' is not supported with this model.`,
      unsupported,
      'unsupported_parameter',
    );
  const effort = chat.reasoning_effort;
  if (isGiven(effort) && traits.efforts.length > 0 && !traits.efforts.includes(effort))
    throw invalidRequest(
      `Unsupported value: 'reasoning_effort' does not support '${effort}' with this model. Supported values are: ${traits.efforts.map((known) => `'${known}'`).join(', ')}.`,
      'reasoning_effort',
      'unsupported_value',
    );
}

function checkTools(chat: ChatRequest): void {
  const tools = chat.tools ?? [];
  const choice = chat.tool_choice;
  if (isGiven(choice) && tools.length === 0)
    throw invalidRequest(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
      null,
    );
  if (
    isGiven(choice) &&
    typeof choice === 'object' &&
    !tools.some((tool) => tool.function.name === choice.function.name)
  )
    throw invalidRequest(
      `Invalid value: tool_choice.function.name '${choice.function.name}' is not among the tools.`,
      'tool_choice',
      null,
    );
  const open = new Set<string>();
  for (const [at, message] of chat.messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id))
        throw invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${at}].role`,
          null,
        );
    } else if (open.size > 0) break;
    else if (message.role === 'assistant') for (const { id } of message.tool_calls ?? []) open.add(id);
  }
  if (open.size > 0)
    throw invalidRequest(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
      'messages',
      null,
    );
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
