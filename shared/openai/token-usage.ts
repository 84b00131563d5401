import { isJsonObject } from './json-object.ts';

/** What one call consumed, in tokens. */
export type TokenUsage = {
  /** The input, cached tokens included. */
  readonly promptTokens: number;
  /** The output, reasoning tokens included. */
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly cachedTokens?: number;
  /** Of the input, what was written to the provider's cache. */
  readonly cacheWriteTokens?: number;
  readonly audioPromptTokens?: number;
  readonly reasoningTokens?: number;
  readonly audioCompletionTokens?: number;
  /** True when Sluice counted, because the upstream never got to say. */
  readonly estimated: boolean;
};

/**
 * Token usage from a wire `usage` object: that of chat, completions and embeddings (`prompt_tokens`, …) or that of
 * responses (`input_tokens`, …). `undefined` for anything else, the `null` of every chunk but the last included.
 */
export function readUsage(usage: unknown): TokenUsage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const promptTokens = tokenCount(usage['prompt_tokens'] ?? usage['input_tokens']);
  if (promptTokens === undefined) return undefined;
  // Embeddings have no output and leave its count out.
  const completionTokens = tokenCount(usage['completion_tokens'] ?? usage['output_tokens']) ?? 0;
  const prompt = usage['prompt_tokens_details'] ?? usage['input_tokens_details'];
  const completion = usage['completion_tokens_details'] ?? usage['output_tokens_details'];
  return {
    promptTokens,
    completionTokens,
    totalTokens: tokenCount(usage['total_tokens']) ?? promptTokens + completionTokens,
    ...known('cachedTokens', detail(prompt, 'cached_tokens')),
    ...known('cacheWriteTokens', some(detail(prompt, 'cache_creation_tokens'))),
    ...known('audioPromptTokens', some(detail(prompt, 'audio_tokens'))),
    ...known('reasoningTokens', detail(completion, 'reasoning_tokens')),
    ...known('audioCompletionTokens', some(detail(completion, 'audio_tokens'))),
    estimated: false,
  };
}

/** Two usages as one. A detail that either names is kept; the sum is estimated when either is. */
export function addUsage(left: TokenUsage, right: TokenUsage): TokenUsage {
  return {
    promptTokens: left.promptTokens + right.promptTokens,
    completionTokens: left.completionTokens + right.completionTokens,
    totalTokens: left.totalTokens + right.totalTokens,
    ...known('cachedTokens', addKnown(left.cachedTokens, right.cachedTokens)),
    ...known('cacheWriteTokens', addKnown(left.cacheWriteTokens, right.cacheWriteTokens)),
    ...known('audioPromptTokens', addKnown(left.audioPromptTokens, right.audioPromptTokens)),
    ...known('reasoningTokens', addKnown(left.reasoningTokens, right.reasoningTokens)),
    ...known('audioCompletionTokens', addKnown(left.audioCompletionTokens, right.audioCompletionTokens)),
    estimated: left.estimated || right.estimated,
  };
}

function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function detail(details: unknown, name: string): number | undefined {
  return isJsonObject(details) ? tokenCount(details[name]) : undefined;
}

function addKnown(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined && right === undefined ? undefined : (left ?? 0) + (right ?? 0);
}

type Kind = 'cachedTokens' | 'cacheWriteTokens' | 'audioPromptTokens' | 'reasoningTokens' | 'audioCompletionTokens';

function known(kind: Kind, tokens: number | undefined): { readonly [Name in Kind]?: number } {
  return tokens === undefined ? {} : { [kind]: tokens };
}

/** Kinds that most models do not have are told only of a call that had them. */
function some(tokens: number | undefined): number | undefined {
  return tokens === 0 ? undefined : tokens;
}
