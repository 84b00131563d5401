import type { EncodingName } from '../bpe/encoding-name.ts';

/** What counting needs to know of a model; an entry of the model catalogue has it all. */
export type CountedModel = {
  /** The catalogue's name, such as `gpt-4o-mini`; the price of images goes by it. */
  readonly name: string;
  /** Absent where no tokenizer is published: then o200k_base stands in, and counts are estimates. */
  readonly encoding?: EncodingName | undefined;
  readonly encodingAssumed?: boolean | undefined;
  /** A reasoning model adds to or leaves out of a prompt what is not published, by a token or so a call. */
  readonly reasoning?: boolean | undefined;
};

/** The encoding a model's text is counted in. */
export function encodingNameOf(model: CountedModel): EncodingName {
  return model.encoding ?? 'o200k_base';
}

/** Whether the way a plain chat becomes tokens is published for a model, so that a count can be exact. */
export function isCountable({ encoding, encodingAssumed, reasoning }: CountedModel): boolean {
  return encoding !== undefined && encodingAssumed !== true && reasoning !== true;
}
