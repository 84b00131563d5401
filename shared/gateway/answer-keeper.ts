import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { AnswerCache } from '../cache/answer-cache.ts';
import type { CacheQuestion } from '../cache/cache-key.ts';
import { Coalescer } from '../cache/coalesce.ts';
import { StreamCoalescer } from '../cache/coalesce-streams.ts';
import { MemoryCache } from '../cache/memory-cache.ts';
import { RedisCache, type RedisValues } from '../cache/redis-cache.ts';
import { SemanticCache } from '../cache/semantic-cache.ts';
import type { CachePolicy, Config, ModelRoute } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Call } from './call.ts';
import type { StreamedCompletion, WholeCompletion } from './serve-chat.ts';

/** Embeds one text with a model of the gateway file. */
export type EmbedText = (text: string, model: string) => Promise<Float32Array>;

/** What the gateway keeps answers with, and lets identical calls share one attempt. */
export class AnswerKeeper {
  readonly answers: AnswerCache;
  readonly secret: KeyObject;
  readonly plain: Coalescer<WholeCompletion>;
  readonly streams: StreamCoalescer<Pick<StreamedCompletion, 'served' | 'usage'>>;
  readonly #semantic = new Map<string, SemanticCache>();
  readonly #embed: EmbedText;
  readonly #log: Logger;

  constructor(config: Config, redis: RedisConnection | undefined, embed: EmbedText, log: Logger, now: () => number) {
    const { cacheBytes, redisUrl } = config.settings;
    const maxAnswerBytes = Math.min(largestAnswer, cacheBytes);
    this.answers =
      redis === undefined
        ? new MemoryCache({ maxBytes: cacheBytes, maxAnswerBytes }, now)
        : new RedisCache(valuesOf(redis), {
            keyPrefix: 'answer:',
            maxAnswerBytes,
            lookupTimeoutMs: 250,
            now,
            onFailure: (operation, error) => log.warn('cache-failed', { operation, error }),
          });
    // Instances that share a store must agree on the secret, and the address they share it under is one.
    this.secret = createSecretKey(
      redisUrl === undefined ? randomBytes(32) : createHash('sha256').update(`cache ${redisUrl.reveal()}`).digest(),
    );
    this.plain = new Coalescer(isFirstsOwn);
    this.streams = new StreamCoalescer({
      maxHeldBytes: largestAnswer,
      maxTotalHeldBytes: Math.max(cacheBytes, largestAnswer),
      isFirstsOwn,
    });
    this.#embed = embed;
    this.#log = log;
  }

  /** What kept answers take of this process's memory; `undefined` where they are kept elsewhere. */
  memory(): { readonly bytes: number; readonly answers: number } | undefined {
    const { answers } = this;
    return answers instanceof MemoryCache ? { bytes: answers.bytes, answers: answers.answers } : undefined;
  }

  /** The question a chat is, as far as its answer depends on it. */
  questionOf(chat: ChatRequest, model: string, route: ModelRoute, policy: CachePolicy, call: Call): CacheQuestion {
    return {
      scope: policy.shared ? { shared: route.alias } : { caller: call.caller.name },
      policyVersion: policyVersion(route, call),
      operation: 'chat',
      model,
      request: chat,
    };
  }

  /** The cache of a route that compares questions by meaning; `undefined` where it does not. */
  semanticOf({ alias }: ModelRoute, { semantic }: CachePolicy): SemanticCache | undefined {
    if (semantic === undefined) {
      return undefined;
    }
    const known = this.#semantic.get(alias);
    if (known !== undefined) {
      return known;
    }
    const cache = new SemanticCache({
      secret: this.secret,
      answers: this.answers,
      embed: (text) => this.#embed(text, semantic.embeddingModel),
      embeddingModel: semantic.embeddingModel,
      minSimilarity: semantic.threshold,
      maxPerPartition: 1_000,
      maxBytes: 32 * 1024 * 1024,
      onFailure: (error) => this.#log.warn('semantic-cache-failed', { error }),
    });
    this.#semantic.set(alias, cache);
    return cache;
  }
}

/** What beside the request shapes an answer: which deployments may serve it, and how. */
function policyVersion({ alias, model, deployments }: ModelRoute, { provider }: Call): string {
  return JSON.stringify([
    alias,
    model,
    provider,
    deployments.map((each) => [each.name, each.deployment, each.apiVersion]),
  ]);
}

function isFirstsOwn(error: unknown): boolean {
  return error instanceof GatewayError && (error.code === 'deadline_exceeded' || error.code === 'caller_gone');
}

function valuesOf(redis: RedisConnection): RedisValues {
  return {
    get: async (key) => (await redis.get(key)) ?? null,
    set: (key, value, ttlMs) => redis.set(key, value, ttlMs),
    del: (key) => redis.del([key]),
  };
}

/** An answer larger than this is served, and not kept. */
const largestAnswer = 4 * 1024 * 1024;
