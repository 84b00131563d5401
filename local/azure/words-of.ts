import { anthropicError } from './anthropic/anthropic-error.ts';
import type { AzureAnswer } from './azure-error.ts';
import { openaiError } from './openai/openai-error.ts';
import type { SimulatedProvider } from './resource.ts';

/** A refusal as the provider itself would word it. `model` is the one that was asked for. */
export function wordsOf(provider: SimulatedProvider, answer: AzureAnswer, model: string): AzureAnswer {
  switch (provider) {
    case 'azure-openai':
      return answer;
    case 'openai':
      return openaiError(answer, model);
    case 'anthropic':
      return anthropicError(answer, model);
  }
}
