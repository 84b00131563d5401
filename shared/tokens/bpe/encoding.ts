import type { EncodingName } from './encoding-name.ts';
import type { PieceMerger } from './piece-merger.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A loaded encoding: all that text is encoded with. */
export type Encoding = {
  readonly name: EncodingName;
  readonly vocabulary: Vocabulary;
  readonly merger: PieceMerger;
};
