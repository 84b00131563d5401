import { GatewayError } from '../errors.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { addUsage, readUsage, type TokenUsage } from './token-usage.ts';

/** One vector: numbers, or in base64 the same as little-endian 32-bit floats. */
export type Embedding = {
  readonly object: 'embedding';
  /** The place of its text in the request's input. */
  readonly index: number;
  readonly embedding: readonly number[] | string;
};

/** OpenAI's answer to an embeddings request. */
export type EmbeddingsAnswer = {
  readonly object: 'list';
  readonly model: string;
  readonly data: readonly Embedding[];
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
};

/**
 * An upstream's embeddings answer, its vectors in the order of the input.
 *
 * Throws `upstream_malformed` unless it holds exactly one vector for each of the `inputs` texts: one too few would
 * otherwise give every later text the vector of its neighbour. Numbers inside a vector are not looked at.
 */
export function parseEmbeddingsAnswer(answer: unknown, inputs: number): EmbeddingsAnswer {
  if (!isJsonObject(answer) || !Array.isArray(answer['data'])) throw malformed('it holds no list of vectors');
  const data: readonly unknown[] = answer['data'];
  const placed: (Embedding | undefined)[] = Array.from({ length: inputs });
  for (const item of data) {
    if (!isEmbedding(item)) throw malformed('it holds something that is not a vector');
    if (item.index >= inputs || placed[item.index] !== undefined) throw malformed('its indexes do not match the input');
    placed[item.index] = item;
  }
  const vectors = placed.filter((item) => item !== undefined);
  if (vectors.length !== inputs) throw malformed(`it holds ${vectors.length} vectors for ${inputs} inputs`);
  return { object: 'list', model: modelOf(answer), data: vectors, usage: wireUsage(readUsage(answer['usage'])) };
}

/**
 * The answers to the parts of one split request, in the order of the parts, as the answer to the whole: vectors
 * numbered on, usage summed. At least one answer is needed.
 */
export function mergeEmbeddingAnswers(answers: readonly EmbeddingsAnswer[]): EmbeddingsAnswer {
  const usage = answers.map((answer) => readUsage(answer.usage)).reduce(sum, undefined);
  return {
    object: 'list',
    model: answers[0]?.model ?? '',
    data: answers
      .flatMap((answer) => answer.data.toSorted((left, right) => left.index - right.index))
      .map((item, index) => ({ ...item, index })),
    usage: wireUsage(usage),
  };
}

function isEmbedding(item: unknown): item is Embedding {
  if (!isJsonObject(item) || !isIndex(item['index'])) return false;
  return typeof item['embedding'] === 'string' || Array.isArray(item['embedding']);
}

function isIndex(index: unknown): boolean {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0;
}

function modelOf(answer: JsonObject): string {
  return typeof answer['model'] === 'string' ? answer['model'] : '';
}

function sum(left: TokenUsage | undefined, right: TokenUsage | undefined): TokenUsage | undefined {
  return left === undefined || right === undefined ? (left ?? right) : addUsage(left, right);
}

function wireUsage(usage: TokenUsage | undefined): EmbeddingsAnswer['usage'] {
  return { prompt_tokens: usage?.promptTokens ?? 0, total_tokens: usage?.totalTokens ?? 0 };
}

function malformed(problem: string): GatewayError {
  return new GatewayError('upstream_malformed', `The upstream's embeddings answer is malformed: ${problem}.`);
}
