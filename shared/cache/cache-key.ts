import { createHmac, type KeyObject } from 'node:crypto';
import type { JsonObject } from '../openai/json-object.ts';
import { canonicalJson } from './canonical-json.ts';

/** Whose answers may be given to whom: one caller's to that caller, or those of a group to all who share it. */
export type CacheScope = { readonly caller: string } | { readonly shared: string };

/** Everything an answer depends on. */
export type CacheQuestion = {
  readonly scope: CacheScope;
  /** Changes whenever something outside the request shapes the answer differently: the gateway file, the api version. */
  readonly policyVersion: string;
  /** The route's operation, such as `chat`. */
  readonly operation: string;
  /** The model as the caller names it, wherever they named it: the request's own `model` is not looked at. */
  readonly model: string;
  readonly request: JsonObject;
};

/**
 * The key under which the answer to a question is kept: 43 characters, an HMAC-SHA256 of the question under `secret`.
 * Keyed, so that who can read a shared store can neither guess a prompt from its key nor make the key of another's. The
 * secret is a `KeyObject` because the same bytes as a `Buffer` cost 10 µs more per hash.
 *
 * Every member of the request counts, unknown ones included, but for those in `leftOut`.
 */
export function cacheKey(secret: KeyObject, question: CacheQuestion): string {
  const { scope, policyVersion, operation, model, request } = question;
  const who = 'caller' in scope ? ['caller', scope.caller] : ['shared', scope.shared];
  // The head is JSON on one line, so nothing in it can run over into the request.
  const head = JSON.stringify([formatVersion, ...who, policyVersion, operation, model]);
  return createHmac('sha256', secret)
    .update(`${head}\n${canonicalJson(request, leftOut.get(operation) ?? onlyModel)}`)
    .digest('base64url');
}

/**
 * The members that leave the answer as it is. `model` stands in the question. `stream` and `stream_options` choose the
 * form, and each form is made from the other. `user`, `safety_identifier` and `metadata` say for whom and to what end,
 * and are for the provider's records. `prompt_cache_…` says where the provider keeps a prompt. Everything else counts,
 * `store`, `seed` and `service_tier` too, and so does `null` where another request has nothing: a doubt costs a miss.
 */
const leftOut: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'chat',
    new Set([
      'model',
      'stream',
      'stream_options',
      'user',
      'safety_identifier',
      'metadata',
      'prompt_cache_key',
      'prompt_cache_options',
      'prompt_cache_retention',
    ]),
  ],
  ['embeddings', new Set(['model', 'user'])],
]);
const onlyModel: ReadonlySet<string> = new Set(['model']);

/** Raised when the form of keys or of kept answers changes, so that no old answer is taken for a new one. */
const formatVersion = 1;
