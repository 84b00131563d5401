import { GatewayError } from '../../errors.ts';
import type { ContextWindow } from './context-window.ts';

/** The refusal of a prompt that its model cannot take, in OpenAI's words, which some clients look for. */
export function contextLengthExceeded(
  { contextTokens = Infinity, maxInputTokens = Infinity }: ContextWindow,
  promptTokens: number,
  definitionTokens: number,
): GatewayError {
  const parts =
    definitionTokens === 0
      ? ''
      : ` (${promptTokens - definitionTokens} in the messages, ${definitionTokens} in the functions)`;
  const advice = `Please reduce the length of the messages${definitionTokens === 0 ? '' : ' or functions'}.`;
  const message =
    maxInputTokens < contextTokens
      ? `Input tokens exceed the configured limit of ${maxInputTokens} tokens. Your messages resulted in ${promptTokens} tokens${parts}. ${advice}`
      : `This model's maximum context length is ${contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens${parts}. ${advice}`;
  return new GatewayError('context_length_exceeded', message, { param: 'messages' });
}
