/** A published encoding that text is counted in. GPT-4o and what came after speak the first, GPT-4 and 3.5 the second. */
export type EncodingName = 'o200k_base' | 'cl100k_base';
