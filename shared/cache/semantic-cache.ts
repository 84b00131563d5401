import type { KeyObject } from 'node:crypto';
import type { AnswerCache, FoundAnswer } from './answer-cache.ts';
import { cacheKey, type CacheQuestion } from './cache-key.ts';
import { semanticQuestion } from './semantic-question.ts';
import { VectorList } from './vector-list.ts';

/** How a semantic cache is set up. */
export type SemanticCacheOptions = {
  /** The secret of the exact keys. */
  readonly secret: KeyObject;
  /** Where the answers themselves are kept, under their exact keys. */
  readonly answers: AnswerCache;
  readonly embed: (text: string) => Promise<Float32Array>;
  /** The model and dimensions behind `embed`: vectors of different ones are never compared. */
  readonly embeddingModel: string;
  /** The least cosine of two texts that count as the same question. */
  readonly minSimilarity: number;
  /** Texts kept for one partition. */
  readonly maxPerPartition: number;
  /** What the vectors of all partitions together may take. */
  readonly maxBytes: number;
  /** Hears of each text that could not be embedded, for a counter. */
  readonly onFailure: (error: unknown) => void;
};

/** What a semantic look-up came to. */
export type SemanticLookUp = {
  /** The nearest answer that is near enough and still kept: a fresh one, or else one past its time. */
  readonly found: (FoundAnswer & { readonly similarity: number }) | undefined;
  /** Makes the answer kept under an exact key findable by this question's text, once it is kept. */
  readonly remember: (key: string) => void;
};

/**
 * Finds answers to the same question in other words.
 *
 * Compared is only the text of the last user message. Everything else (whose scope, model, tools, every parameter, the
 * system prompt and all earlier messages, images, numbers in the text) divides the texts into partitions that never
 * meet, by the keyed hash of exact look-ups. Kept here are vectors and exact keys, in this process alone; whether an
 * answer is still there and fresh is for the cache it is kept in.
 */
export class SemanticCache {
  readonly #options: SemanticCacheOptions;
  /** The least recently used first. */
  readonly #partitions = new Map<string, VectorList>();

  constructor(options: SemanticCacheOptions) {
    this.#options = options;
  }

  /** Bytes that vectors and keys take now. */
  get bytes(): number {
    return [...this.#partitions.values()].reduce((sum, list) => sum + list.bytes, 0);
  }

  /**
   * Looks for a near answer. A caller's `minSimilarity` counts only where it is stricter than the configured one.
   * `undefined` for a request that cannot be compared, or a text that cannot be embedded. Never rejects.
   */
  async lookUp(question: CacheQuestion, minSimilarity?: number): Promise<SemanticLookUp | undefined> {
    const split = semanticQuestion(question.request);
    const vector = split === undefined ? undefined : await this.#embed(split.text);
    if (split === undefined || vector === undefined) {
      return undefined;
    }
    const { secret, embeddingModel } = this.#options;
    const policyVersion = JSON.stringify([question.policyVersion, 'semantic', embeddingModel]);
    const partition = cacheKey(secret, { ...question, policyVersion, request: split.rest });
    return {
      found: await this.#nearest(partition, vector, minSimilarity),
      remember: (key) => this.#add(partition, key, vector),
    };
  }

  async #embed(text: string): Promise<Float32Array | undefined> {
    try {
      return await this.#options.embed(text);
    } catch (error) {
      this.#options.onFailure(error);
      return undefined;
    }
  }

  async #nearest(
    partition: string,
    vector: Float32Array,
    minSimilarity: number | undefined,
  ): Promise<SemanticLookUp['found']> {
    const list = this.#partitions.get(partition);
    if (list === undefined) {
      return undefined;
    }
    this.#use(partition, list);
    let stale: SemanticLookUp['found'];
    for (const { key, similarity } of list.near(vector, stricter(this.#options.minSimilarity, minSimilarity))) {
      const found = await this.#options.answers.get(key);
      if (found === undefined) {
        list.delete(key);
      } else if (found.isStale) {
        stale ??= { ...found, similarity };
      } else {
        return { ...found, similarity };
      }
    }
    return stale;
  }

  #add(partition: string, key: string, vector: Float32Array): void {
    const { maxPerPartition, maxBytes } = this.#options;
    const list = this.#partitions.get(partition) ?? new VectorList(vector.length, maxPerPartition);
    list.add(key, vector);
    this.#use(partition, list);
    let { bytes } = this;
    for (const [oldest, { bytes: freed }] of this.#partitions) {
      if (bytes <= maxBytes) {
        return;
      }
      this.#partitions.delete(oldest);
      bytes -= freed;
    }
  }

  #use(partition: string, list: VectorList): void {
    this.#partitions.delete(partition);
    this.#partitions.set(partition, list);
  }
}

function stricter(configured: number, asked: number | undefined): number {
  return asked === undefined || Number.isNaN(asked) ? configured : Math.max(configured, asked);
}
