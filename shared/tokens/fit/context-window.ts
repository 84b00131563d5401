/** How much a model takes, in tokens; an entry of the model catalogue has it all. What is absent is no limit. */
export type ContextWindow = {
  /** Prompt and answer together. */
  readonly contextTokens?: number | undefined;
  /** The prompt alone, where that is less. */
  readonly maxInputTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
};

/** The longest prompt a window takes: one token at least is left for the answer. */
export function longestPrompt({ contextTokens = Infinity, maxInputTokens = Infinity }: ContextWindow): number {
  return Math.min(maxInputTokens, contextTokens - 1);
}

/** The longest answer a window takes after a prompt. */
export function longestAnswer(
  { contextTokens = Infinity, maxOutputTokens = Infinity }: ContextWindow,
  promptTokens: number,
): number {
  return Math.min(maxOutputTokens, contextTokens - promptTokens);
}
