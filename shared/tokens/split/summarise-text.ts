import { countText } from '../bpe/count-text.ts';
import { cutText } from '../bpe/cut-text.ts';
import type { Encoding } from '../bpe/encoding.ts';
import { GatewayError } from '../../errors.ts';
import { inParallel } from './in-parallel.ts';
import { splitText } from './split-text.ts';

/** Answers a prompt in at most so many tokens. What it throws ends the summary. */
export type Complete = (prompt: string, maxTokens: number, signal?: AbortSignal) => Promise<string>;

/** How far a summary is: of the parts of one round, `done` are summarised; rounds count from 1. */
export type SummaryProgress = { readonly round: number; readonly done: number; readonly parts: number };

/** How a long text is summarised. */
export type SummaryOptions = {
  readonly complete: Complete;
  readonly encoding: Encoding;
  /** The longest text one call is given, without the instruction around it. */
  readonly partTokens: number;
  /** The longest summary. At most a quarter of `partTokens`, so that every round leaves less. */
  readonly summaryTokens: number;
  readonly concurrency: number;
  readonly overlapTokens?: number;
  readonly onProgress?: (progress: SummaryProgress) => void;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Summarises a text of any length: its parts each for itself, then what came of them together, in as many rounds as it
 * takes until one call holds it. A summary longer than it may be is cut. Throws `invalid_request` for sizes that would
 * not end; rejects with what `complete` throws and with the signal's reason.
 */
export async function summariseText(text: string, options: SummaryOptions): Promise<string> {
  const { encoding, partTokens, summaryTokens, signal } = options;
  if (summaryTokens < 16 || summaryTokens > partTokens / 4) {
    throw new GatewayError('invalid_request', 'A summary must have from 16 tokens to a quarter of a part.', {
      param: 'summary_tokens',
    });
  }
  let rest = text;
  for (let round = 1; ; round += 1) {
    if ((await countText(rest, encoding, signal)) <= partTokens) {
      options.onProgress?.({ round, done: 0, parts: 1 });
      const summary = await summaryOf(wholePrompt(rest), options);
      options.onProgress?.({ round, done: 1, parts: 1 });
      return summary;
    }
    rest = await summariseParts(rest, round, options);
  }
}

async function summariseParts(text: string, round: number, options: SummaryOptions): Promise<string> {
  const { encoding, partTokens, overlapTokens = 0, concurrency, onProgress, signal } = options;
  const parts = await splitText(text, { maxTokens: partTokens, overlapTokens, encoding, signal });
  let done = 0;
  onProgress?.({ round, done, parts: parts.length });
  const summaries = await inParallel(parts, concurrency, async (part, place) => {
    const summary = await summaryOf(partPrompt(part.text, place + 1, parts.length), options);
    done += 1;
    onProgress?.({ round, done, parts: parts.length });
    return summary;
  });
  return summaries.join('\n\n');
}

async function summaryOf(
  prompt: string,
  { complete, encoding, summaryTokens, signal }: SummaryOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const answer = await complete(prompt, summaryTokens, signal);
  return cutText(answer.trim(), summaryTokens, encoding, 'end', signal);
}

function wholePrompt(text: string): string {
  return `Summarise the text between the lines of dashes. Keep names, numbers and decisions. Answer with the summary alone.\n${fenced(text)}`;
}

function partPrompt(text: string, part: number, parts: number): string {
  return `The text between the lines of dashes is part ${part} of ${parts} of a longer one. Summarise it so that it can stand beside the summaries of the other parts. Keep names, numbers and decisions. Answer with the summary alone.\n${fenced(text)}`;
}

function fenced(text: string): string {
  return `-----\n${text}\n-----`;
}
