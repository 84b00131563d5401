import { isJsonObject } from '../openai/json-object.ts';
import type { ChoiceChunk } from './chunk-schema.ts';

type Delta = NonNullable<ChoiceChunk['delta']>;
type FunctionDelta = NonNullable<Delta['function_call']>;
type Logprobs = NonNullable<ChoiceChunk['logprobs']>;
type Call = { name: string; arguments: string };
type ToolCall = { id: string; function: Call };

/** Adds up what the chunks of a stream say of one choice. */
export class ChoiceCollector {
  #text = '';
  #refusal = '';
  #finishReason: string | undefined;
  #functionCall: Call | undefined;
  readonly #toolCalls = new Map<number, ToolCall>();
  #logprobs: { content: Logprobs['content']; refusal: Logprobs['refusal'] } | undefined;
  #filterResults: Record<string, unknown> | undefined;
  #isOdd = false;

  add({ delta, finish_reason: finishReason, logprobs, content_filter_results: filterResults }: ChoiceChunk): void {
    this.#text += delta?.content ?? '';
    this.#refusal += delta?.refusal ?? '';
    this.#finishReason = finishReason ?? this.#finishReason;
    if (delta?.function_call !== undefined) {
      this.#functionCall ??= { name: '', arguments: '' };
      this.#extend(this.#functionCall, delta.function_call);
    }
    for (const { index, id, function: called } of delta?.tool_calls ?? []) {
      const call = this.#toolCalls.get(index) ?? { id: '', function: { name: '', arguments: '' } };
      this.#toolCalls.set(index, call);
      call.id ||= id ?? '';
      this.#extend(call.function, called ?? {});
    }
    if (logprobs !== undefined) {
      this.#logprobs = {
        content: joined(this.#logprobs?.content, logprobs.content),
        refusal: joined(this.#logprobs?.refusal, logprobs.refusal),
      };
    }
    for (const [filter, verdict] of Object.entries(filterResults ?? {})) {
      this.#filterResults ??= {};
      this.#filterResults[filter] = stricter(this.#filterResults[filter], verdict);
    }
  }

  /** The choice of a whole answer; `undefined` while it has no finish reason, or when its chunks contradict each other. */
  whole(index: number): object | undefined {
    const toolCalls = [...this.#toolCalls].toSorted(([left], [right]) => left - right).map(([, call]) => call);
    const isCall = toolCalls.length > 0 || this.#functionCall !== undefined;
    const isNamed = toolCalls.every((call) => call.id !== '' && call.function.name !== '');
    if (this.#finishReason === undefined || this.#isOdd || !isNamed) {
      return undefined;
    }
    return {
      index,
      message: {
        role: 'assistant',
        content: this.#text === '' && (isCall || this.#refusal !== '') ? null : this.#text,
        refusal: this.#refusal === '' ? null : this.#refusal,
        tool_calls: toolCalls.length === 0 ? undefined : toolCalls.map((call) => ({ ...call, type: 'function' })),
        function_call: this.#functionCall,
      },
      logprobs:
        this.#logprobs === undefined
          ? null
          : { content: this.#logprobs.content ?? null, refusal: this.#logprobs.refusal ?? null },
      finish_reason: this.#finishReason,
      content_filter_results: this.#filterResults,
    };
  }

  /** A name comes once and whole; one that comes again is either a part or a repetition, and nothing tells which. */
  #extend(call: Call, { name, arguments: more }: FunctionDelta): void {
    this.#isOdd ||= call.name !== '' && (name ?? '') !== '';
    call.name ||= name ?? '';
    call.arguments += more ?? '';
  }
}

function joined<Item>(earlier: readonly Item[] | undefined, later: readonly Item[] | undefined): Item[] | undefined {
  return earlier !== undefined || later !== undefined ? [...(earlier ?? []), ...(later ?? [])] : undefined;
}

/** The verdict on a whole text is the strictest of those on its parts; of two as strict the later holds. */
function stricter(earlier: unknown, later: unknown): unknown {
  return strictness(earlier) > strictness(later) ? earlier : later;
}

function strictness(verdict: unknown): number {
  if (!isJsonObject(verdict)) {
    return -1;
  }
  const isHit = verdict['filtered'] === true || verdict['detected'] === true;
  return (isHit ? severities.length : 0) + severities.findIndex((severity) => severity === verdict['severity']);
}

const severities = ['safe', 'low', 'medium', 'high'];
