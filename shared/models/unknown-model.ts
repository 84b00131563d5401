import type { ModelFacts } from './model-facts.ts';

/**
 * What is taken for true of a model the catalogue lacks, from its name alone: the o-series, GPT-5 and all later ones
 * (not their chat variants) reason, so they take `max_completion_tokens` and refuse a temperature. Windows and prices
 * stay unknown.
 */
export function unknownModel(name: string): ModelFacts {
  const reasoning = reasoningFamily.test(name);
  return {
    name,
    reasoning,
    temperature: reasoning ? 'refused' : 'accepted',
    tokenParameter: reasoning ? 'max_completion_tokens' : 'max_tokens',
    encoding: 'o200k_base',
    encodingAssumed: true,
    source: 'the rule for unknown models',
  };
}

// Azure writes GPT-3.5 as `gpt-35`, which is no thirty-fifth generation.
const reasoningFamily = /^(o[1-9]|gpt-([5-9]|[12]\d)(?!\d)(?!.*chat))/i;
