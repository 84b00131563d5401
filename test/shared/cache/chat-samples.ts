import fc from 'fast-check';
import type { CachedAnswer } from '../../../shared/cache/answer-cache.ts';
import { wireMistakes } from '../../schemas/wire-schema.ts';

/** A kept answer that says `text`, made at 1,000,000 ms. */
export function answerOf(text: string, more: Partial<CachedAnswer> = {}): CachedAnswer {
  return {
    kind: 'whole',
    body: Buffer.from(JSON.stringify({ text })),
    storedAtMs: 1_000_000,
    usage: { promptTokens: 7, completionTokens: 3, totalTokens: 10, estimated: false },
    deployment: 'east-gpt-4o',
    ...more,
  };
}

/** The events of a stream of chunks, with `[DONE]` at the end. */
export function eventsOf(...chunks: readonly object[]): Buffer[] {
  return [...chunks.map((chunk) => Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)), Buffer.from('data: [DONE]\n\n')];
}

/** A chunk of one choice. */
export function chunkOf(delta: object, more: object = {}, finishReason: string | null = null): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-11-20',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason, ...more }],
  };
}

/** What is wrong with a message by the published schemas of OpenAI and Azure. */
export function mistakesOf(root: 'chat' | 'chatChunk', message: unknown): string[] {
  const bundles = ['openai', 'azure-2024-10-21', 'azure-v1'] as const;
  return bundles.flatMap((bundle) => wireMistakes(bundle, root, message));
}

/** The JSON of the events that have any. */
export function chunksIn(events: readonly Buffer[]): unknown[] {
  return Buffer.concat(events)
    .toString('utf8')
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event): unknown => JSON.parse(event.slice(6)));
}

const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const called = fc.record({ name: fc.constantFrom('weather', 'time'), arguments: text });
const tokens = fc.array(
  fc.record({ token: fc.string({ minLength: 1, maxLength: 6 }), logprob: fc.constant(-0.5) }).map((token) => ({
    ...token,
    bytes: [...Buffer.from(token.token)],
    top_logprobs: [],
  })),
  { minLength: 1, maxLength: 30 },
);

const spoken = fc.oneof(
  text.map((content) => ({ message: { content, refusal: null }, logprobs: null })),
  text.filter((refusal) => refusal !== '').map((refusal) => ({ message: { content: null, refusal }, logprobs: null })),
  tokens.map((content) => ({
    message: { content: content.map(({ token }) => token).join(''), refusal: null },
    logprobs: { content, refusal: null },
  })),
  fc.array(fc.tuple(fc.uuid(), called), { minLength: 1, maxLength: 3 }).map((calls) => ({
    message: {
      content: null,
      refusal: null,
      tool_calls: calls.map(([id, call]) => ({ id, type: 'function', function: call })),
    },
    logprobs: null,
  })),
  called.map((call) => ({ message: { content: null, refusal: null, function_call: call }, logprobs: null })),
);

/** Whole chat answers of one to three choices, as the published schemas have them. */
export const wholeAnswers = fc
  .record({
    choices: fc.array(fc.tuple(spoken, fc.constantFrom('stop', 'length', 'tool_calls')), {
      minLength: 1,
      maxLength: 3,
    }),
    usage: fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat(), total_tokens: fc.nat() }),
  })
  .map(({ choices, usage }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-11-20',
    system_fingerprint: 'fp_1',
    choices: choices.map(([{ message, logprobs }, finishReason], index) => ({
      index,
      message: { role: 'assistant', ...message },
      logprobs,
      finish_reason: finishReason,
    })),
    usage,
  }));
