/**
 * What a part of a request weighs: texts that are still to be counted, and tokens that are known beside them.
 * `isExact` is false when a rule of OpenAI's for it is not published, and the weight leans to the high side.
 */
export type Weight = { readonly texts: readonly string[]; readonly tokens: number; readonly isExact: boolean };

/** Several weights as one. */
export function sumOf(weights: readonly Weight[]): Weight {
  return {
    texts: weights.flatMap((weight) => weight.texts),
    tokens: weights.reduce((sum, weight) => sum + weight.tokens, 0),
    isExact: weights.every((weight) => weight.isExact),
  };
}
