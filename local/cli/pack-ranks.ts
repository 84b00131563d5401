import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import * as z from 'zod';

/**
 * The rank file of one encoding as the app loads it, made from the `tiktoken` package: JSON with the source and licence
 * and, as base64 of Brotli, the length of each token in order of rank, one byte each, followed by their bytes.
 */
export function packRanks(encoding: 'cl100k_base' | 'o200k_base'): string {
  const tokens = publishedTokens(encoding);
  const packed = Buffer.concat([Buffer.from(tokens.map((token) => token.length)), ...tokens]);
  const ranks = brotliCompressSync(packed, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const file = {
    encoding,
    source: `the ranks of ${encoding} as OpenAI publishes them with tiktoken, https://github.com/openai/tiktoken`,
    license: 'MIT, Copyright (c) 2022 OpenAI, Shantanu Jain',
    tokens: tokens.length,
    ranks: ranks.toString('base64'),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** An encoding's tokens by rank, as the `tiktoken` package has them. */
export function publishedTokens(encoding: 'cl100k_base' | 'o200k_base'): Buffer[] {
  const path = createRequire(import.meta.url).resolve(`tiktoken/encoders/${encoding}.json`);
  const { bpe_ranks: lines } = z.object({ bpe_ranks: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8')));
  const tokens: Buffer[] = [];
  for (const line of lines.split('\n')) {
    // A line is a name, the first token's rank, and tokens in base64.
    const [, first, ...encoded] = line.split(' ');
    for (const [index, token] of encoded.entries()) tokens[Number(first) + index] = Buffer.from(token, 'base64');
  }
  return tokens;
}
