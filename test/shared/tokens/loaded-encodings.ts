import { createEncodings } from '../../../shared/tokens/bpe/encodings.ts';

/** One set of encodings for the tests of a file. */
export const encodings = createEncodings();
export const o200k = await encodings.load('o200k_base');
export const cl100k = await encodings.load('cl100k_base');
