import { GatewayError } from '../errors.ts';
import { contentOf } from '../neutral/generated.ts';
import type { SummaryRequest } from '../neutral/summary-request.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { isJsonObject } from '../openai/json-object.ts';
import { parseJsonBody } from '../openai/read-json.ts';
import { addUsage, type TokenUsage } from '../openai/token-usage.ts';
import { encodingNameOf } from '../tokens/chat/counted-model.ts';
import { longestPrompt } from '../tokens/fit/context-window.ts';
import { summariseText, type SummaryOptions, type SummaryProgress } from '../tokens/split/summarise-text.ts';
import { upperBoundOfText } from '../tokens/upper-bound.ts';
import type { Call } from './call.ts';
import { complete } from './complete.ts';
import type { WholeCompletion } from './serve-chat.ts';
import { partOfCall } from './part-of-call.ts';
import type { Parts } from './parts.ts';
import { planCall } from './plan-call.ts';

/** The summary of a text, and what it took. `parts` is how many the text was split into. */
export type Summary = {
  readonly object: 'summary';
  readonly model: string;
  readonly text: string;
  readonly parts: number;
  readonly rounds: number;
  /** Of all calls together; `null` when none of them said. */
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  } | null;
};

/** A summary that is ready to be made: its model is known and its sizes fit. It is made once. */
export type PreparedSummary = {
  readonly run: (onProgress: (progress: SummaryProgress) => void, gone: AbortSignal) => Promise<Summary>;
};

/** Summarises a text of any length with the model itself, part by part. Throws `GatewayError`. */
export async function summarise(request: SummaryRequest, call: Call, parts: Parts): Promise<Summary> {
  return prepareSummary(request, call, parts).run(() => {}, call.gone);
}

/**
 * Checks what can be checked before anything is sent. Throws as a call of the model would, and `invalid_request` for a
 * summary that would take more than a fifth of the model's window or instructions that leave no room for the text.
 */
export function prepareSummary(request: SummaryRequest, call: Call, parts: Parts): PreparedSummary {
  const { route } = planCall(request.model, 'chat/completions', call, parts);
  const facts = parts.findModel(route.model);
  const summaryTokens = request.max_tokens ?? defaultSummaryTokens;
  const instructionTokens = upperBoundOfText(request.instructions ?? '');
  const window = facts.contextTokens === undefined ? { ...facts, contextTokens: unknownWindow } : facts;
  const room = longestPrompt(window) - instructionTokens - summaryTokens - promptTokens;
  if (summaryTokens > Math.min(room / 4, facts.maxOutputTokens ?? Infinity)) {
    const param = instructionTokens > summaryTokens ? 'instructions' : 'max_tokens';
    throw new GatewayError('invalid_request', `The model's window leaves no room for the text: shorten ${param}.`, {
      param,
    });
  }
  const partTokens = Math.min(room, Math.max(usualPartTokens, summaryTokens * 4));

  return {
    run: async (onProgress, gone) => {
      const leaving = new AbortController();
      const signal = AbortSignal.any([gone, leaving.signal]);
      let usage: TokenUsage | undefined;
      let sent = 0;
      const seen = { parts: 1, rounds: 1 };
      const options: SummaryOptions = {
        complete: async (prompt, maxTokens) => {
          const chat = chatOf(request, prompt, maxTokens);
          sent += 1;
          const completion = await complete(chat, partOfCall(call, sent - 1, signal), parts);
          usage = sum(usage, completion.usage);
          return textOf(completion);
        },
        encoding: await parts.encodings.load(encodingNameOf(facts)),
        partTokens,
        summaryTokens,
        concurrency,
        overlapTokens: Math.min(200, Math.floor(partTokens / 20)),
        signal,
        onProgress(progress) {
          seen.rounds = progress.round;
          if (progress.round === 1) seen.parts = progress.parts;
          onProgress(progress);
        },
      };
      try {
        const text = await summariseText(request.text, options);
        return { object: 'summary', model: request.model, text, ...seen, usage: onTheWire(usage) };
      } catch (error) {
        throw gone.aborted ? new GatewayError('caller_gone', 'The caller hung up.') : error;
      } finally {
        // The first failure ends the summary, and with it the parts that are under way.
        leaving.abort();
      }
    },
  };
}

const defaultSummaryTokens = 512;
const usualPartTokens = 12_000;
const concurrency = 8;
/** What the prompt around a part takes, with a good margin. */
const promptTokens = 200;
/** A model of an unknown window is given no more than any has. */
const unknownWindow = 8_192;

function chatOf({ model, instructions }: SummaryRequest, prompt: string, maxTokens: number): ChatRequest {
  const user = { role: 'user', content: prompt };
  return {
    model,
    messages: instructions === undefined ? [user] : [{ role: 'system', content: instructions }, user],
    max_tokens: maxTokens,
  };
}

/** A fixed text that stands in for an answer is no summary, nor is a refusal. */
function textOf({ body, served }: WholeCompletion): string {
  if (served.degraded === 'text') {
    throw new GatewayError('upstream_unavailable', 'No deployment could summarise the text.');
  }
  const completion = parseJsonBody(body);
  const { content } = contentOf(isJsonObject(completion) ? completion : {});
  if (content === null || content.trim() === '') {
    throw new GatewayError('upstream_malformed', 'The model gave no summary.');
  }
  return content;
}

function sum(left: TokenUsage | undefined, right: TokenUsage | undefined): TokenUsage | undefined {
  return left === undefined || right === undefined ? (left ?? right) : addUsage(left, right);
}

function onTheWire(usage: TokenUsage | undefined): Summary['usage'] {
  if (usage === undefined) {
    return null;
  }
  const { promptTokens: prompt, completionTokens: completion, totalTokens: total } = usage;
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total };
}
