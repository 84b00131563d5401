import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

import type { EncodingName } from './encoding-name.ts';
import type { Encoding } from './encoding.ts';
import { inSlices } from './in-slices.ts';
import { PieceMerger } from './piece-merger.ts';
import { Vocabulary } from './vocabulary.ts';

/** Gives encodings, each loaded when it is first asked for and then kept (about 10 MB for the larger). */
export type Encodings = { readonly load: (name: EncodingName) => Promise<Encoding> };

/** The published encodings. They are loaded off the event loop where that can be done, else in slices. */
export function createEncodings(): Encodings {
  const loaded = new Map<EncodingName, Promise<Encoding>>();
  return {
    load(name) {
      const known = loaded.get(name);
      if (known !== undefined) return known;
      const loading = loadEncoding(name);
      loaded.set(name, loading);
      // A failure is told to whoever waits for it, and the next to ask tries again.
      loading.catch(() => loaded.delete(name));
      return loading;
    },
  };
}

const decompress = promisify(brotliDecompress);

async function loadEncoding(name: EncodingName): Promise<Encoding> {
  const { default: table } =
    name === 'o200k_base'
      ? await import('../ranks/o200k_base.json', { with: { type: 'json' } })
      : await import('../ranks/cl100k_base.json', { with: { type: 'json' } });
  const packed = await decompress(Buffer.from(table.ranks, 'base64'));
  const vocabulary = new Vocabulary(table.tokens, packed.length - table.tokens);
  await inSlices(vocabulary.fill(packed));
  return { name, vocabulary, merger: new PieceMerger(vocabulary) };
}
