import type { TokenUsage } from '../openai/token-usage.ts';

/** Token usage as chat answers carry it. `undefined` for an estimate: it is not the provider's word. */
export function usageObject(usage: TokenUsage | undefined): object | undefined {
  if (usage === undefined || usage.estimated) {
    return undefined;
  }
  const { promptTokens, completionTokens, totalTokens, cachedTokens, reasoningTokens } = usage;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: totalTokens,
    ...(cachedTokens === undefined ? {} : { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    ...(reasoningTokens === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  };
}
