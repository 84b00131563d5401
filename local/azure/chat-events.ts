import type { Answer, ChoiceAnswer } from './answers/answer.ts';
import { logprobsOf, systemFingerprint, usageOf } from './chat-body.ts';
import type { CompletionMeta } from './chat-body.ts';
import type { ChatRequest } from './chat-request.ts';
import { promptFilterResults } from './content-filter.ts';

/** One event of a stream: its JSON, how many tokens it carries, and how many token delays it takes to make. */
export type ChatEvent = { readonly json: string; readonly tokens: number; readonly steps: number };

/**
 * The events of a streamed completion, as Azure orders them: the prompt filter's verdict, a role for each choice, the
 * tokens of all choices in turn, a finish reason for each choice, and the usage if it was asked for.
 *
 * With the asynchronous filter the verdicts on the text come apart from it, in chunks whose choice has no `delta`, the
 * last of them after the finish reason; the chunks around them have an empty `object`, as on the wire. Otherwise every
 * event is valid by the published schemas. JSON is put together from constant parts, for these are written by the million.
 */
export function* chatEvents(
  chat: ChatRequest,
  answer: Answer,
  meta: CompletionMeta,
  promptTokens: number,
  isFilterAsync: boolean,
): Generator<ChatEvent> {
  const hasUsage = chat.stream_options?.include_usage === true;
  const tail = hasUsage ? ',"usage":null}' : '}';
  const common = `"created":${meta.createdSeconds},"id":"${meta.id}","model":${JSON.stringify(meta.model)},"object":"chat.completion.chunk","system_fingerprint":"${systemFingerprint}"`;
  const verdict = isFilterAsync ? '' : safeVerdict;

  yield silent(
    `{"choices":[],"created":0,"id":"","model":"","object":"${isFilterAsync ? '' : 'chat.completion.chunk'}","prompt_filter_results":${JSON.stringify(promptFilterResults)}${tail}`,
  );
  for (const choice of answer.choices) {
    const content = choice.content === null ? 'null' : '""';
    yield silent(
      `{"choices":[${choiceJson(choice.index, `{"content":${content},"refusal":null,"role":"assistant"}`, 'null', 'null', '')}],${common}${tail}`,
    );
  }

  let reasoningSteps = answer.reasoningTokens;
  let characters = 0;
  let annotated = 0;
  let step = 0;
  const streams = answer.choices.map((choice) => deltasOf(choice, chat));
  for (let open = streams; open.length > 0;) {
    const next: typeof streams = [];
    let isFirstOfStep = true;
    for (const stream of open) {
      const { value: delta } = stream.next();
      if (delta === undefined) continue;
      next.push(stream);
      const steps = isFirstOfStep ? delta.tokens + reasoningSteps : 0;
      isFirstOfStep = false;
      // Reasoning is billed with the first token that comes after it.
      const tokens = delta.tokens + reasoningSteps;
      reasoningSteps = 0;
      characters += delta.characters;
      yield {
        json: `{"choices":[${choiceJson(delta.index, delta.json, delta.logprobs, 'null', verdict)}],${common}${tail}`,
        tokens,
        steps,
      };
    }
    open = next;
    step += 1;
    if (isFilterAsync && step % 20 === 0) {
      yield silent(annotation(annotated, characters));
      annotated = characters;
    }
  }

  for (const choice of answer.choices) {
    const filtered = choice.finishReason === 'content_filter' && !isFilterAsync ? filteredVerdict : '';
    const json = `{"choices":[${choiceJson(choice.index, '{}', 'null', `"${choice.finishReason}"`, filtered)}],${common}${tail}`;
    yield { json, tokens: reasoningSteps, steps: reasoningSteps };
    reasoningSteps = 0;
  }
  if (isFilterAsync) yield silent(annotation(annotated, characters));
  if (hasUsage) yield silent(`{"choices":[],${common},"usage":${JSON.stringify(usageOf(answer, promptTokens))}}`);
}

type Delta = { index: number; json: string; logprobs: string; tokens: number; characters: number };

function* deltasOf(choice: ChoiceAnswer, chat: ChatRequest): Generator<Delta, undefined> {
  const { index } = choice;
  for (const piece of choice.content ?? []) {
    const logprobs = chat.logprobs === true ? JSON.stringify(logprobsOf([piece], chat.top_logprobs ?? 0)) : 'null';
    yield {
      index,
      json: `{"content":${JSON.stringify(piece.text)}}`,
      logprobs,
      tokens: piece.tokens,
      characters: piece.text.length,
    };
  }
  for (const [at, call] of choice.toolCalls.entries()) {
    const opening = {
      tool_calls: [{ index: at, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
    };
    yield { index, json: JSON.stringify(opening), logprobs: 'null', tokens: call.nameTokens, characters: 0 };
    for (const piece of call.arguments) {
      const json = `{"tool_calls":[{"index":${at},"function":{"arguments":${JSON.stringify(piece.text)}}}]}`;
      yield { index, json, logprobs: 'null', tokens: piece.tokens, characters: 0 };
    }
  }
  return undefined;
}

function choiceJson(index: number, delta: string, logprobs: string, finishReason: string, filter: string): string {
  return `{"content_filter_results":{${filter}},"delta":${delta},"finish_reason":${finishReason},"index":${index},"logprobs":${logprobs}}`;
}

const safeVerdict =
  '"hate":{"filtered":false,"severity":"safe"},"self_harm":{"filtered":false,"severity":"safe"},"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}';
const filteredVerdict = safeVerdict.replace('"filtered":false,"severity":"safe"', '"filtered":true,"severity":"high"');

function annotation(startOffset: number, endOffset: number): string {
  return `{"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{${safeVerdict}},"content_filter_offsets":{"check_offset":${endOffset},"start_offset":${startOffset},"end_offset":${endOffset}}}]}`;
}

function silent(json: string): ChatEvent {
  return { json, tokens: 0, steps: 0 };
}
