import type { CachedAnswer } from '../cache/answer-cache.ts';
import type { CacheControl } from '../cache/cache-control.ts';
import { cacheKey } from '../cache/cache-key.ts';
import { giveStream, giveWhole } from '../cache/give-answer.ts';
import { hideUsage } from '../cache/hide-usage.ts';
import { isKeepableRequest, isKeepableStream, isKeepableWhole } from '../cache/is-keepable.ts';
import { lookUp } from '../cache/look-up.ts';
import { recordStream } from '../cache/record-stream.ts';
import type { CachePolicy } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import type { CallPlan } from './plan-call.ts';
import { recordCall, type CallOutcome } from './record-call.ts';
import { serveStream, serveWhole, type StreamedCompletion, type WholeCompletion } from './serve-chat.ts';
import type { ServedBy, Spent } from './served-by.ts';
import { replay } from './replay.ts';

/** What the cache knows of a chat before it is served. */
export type CacheView = {
  readonly key: string;
  readonly policy: CachePolicy;
  readonly control: CacheControl;
  /** An answer to give at once. */
  readonly hit: CachedAnswer | undefined;
  /** An answer past its time, for when nothing can serve. */
  readonly stale: CachedAnswer | undefined;
  /** Makes the answer findable by the meaning of its question, once it is kept. */
  readonly remember: (key: string) => void;
};

/** Looks a chat up. `undefined` where the route keeps no answers, or this one would not keep. */
export async function viewCache(
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<CacheView | undefined> {
  const policy = plan.route.cache;
  const { cacheControl: control } = call;
  if (policy === undefined || !isKeepableRequest(chat)) {
    return control.isOnlyIfCached ? refuseUncached() : undefined;
  }
  if (call.tally !== undefined) {
    call.tally.cache = control.mayRead ? 'miss' : 'bypass';
  }
  const { keeper } = parts;
  const question = keeper.questionOf(chat, requestedModel(chat), plan.route, policy, call);
  const key = cacheKey(keeper.secret, question);
  const found = await lookUp(keeper.answers, key, control, parts.now());
  const view = { key, policy, control, hit: undefined, remember: () => {} };
  if (found.outcome === 'hit') {
    return { ...view, hit: found.answer, stale: undefined };
  }
  const semantic = control.mayRead ? keeper.semanticOf(plan.route, policy) : undefined;
  const near = await semantic?.lookUp(question, call.minSimilarity);
  const nearest =
    near?.found !== undefined && isYoungEnough(near.found.answer, control, parts) ? near.found : undefined;
  const hit = nearest?.isStale === false ? nearest.answer : undefined;
  if (control.isOnlyIfCached && hit === undefined) {
    refuseUncached();
  }
  return {
    ...view,
    hit,
    stale: found.fallback ?? nearest?.answer,
    remember: near?.remember ?? view.remember,
  };
}

/** Completes a chat whole by way of the cache: a kept answer, the answer of an identical call under way, or a new one. */
export async function cachedWhole(
  view: CacheView | undefined,
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<WholeCompletion> {
  if (view === undefined) {
    return passedBy(plan, await serveWhole(plan, chat, call, parts));
  }
  const kept = view.hit === undefined ? undefined : giveWhole(view.hit);
  if (view.hit !== undefined && kept !== undefined) {
    const served = recordKept(view.hit, 'hit', chat, call, parts);
    return { body: kept, served, json: {}, usage: view.hit.usage };
  }
  if (view.control.isOnlyIfCached) {
    // What is kept cannot be told in this form.
    refuseUncached();
  }
  const work = async (gone: AbortSignal): Promise<WholeCompletion> => {
    const completion = await underAccount(call, () => serveWhole(plan, chat, { ...call, gone }, parts));
    // Here, because whoever began it may be gone by now.
    keepWhole(view, completion, parts);
    return completion;
  };
  if (!view.control.mayRead) {
    const completion = await work(call.gone);
    return { ...completion, served: { ...completion.served, cache: 'bypass' } };
  }
  const { result, isFirst } = await parts.keeper.plain.run(view.key, call.gone, work);
  if (isFirst) {
    return { ...result, served: { ...result.served, cache: 'miss' } };
  }
  const by: ServedBy = { ...result.served, attempts: 0, cache: 'hit' };
  const served = { ...by, spent: recordShared(by, result.usage, 'completed', chat, call, parts) };
  // A body handed to a web stream may be detached by it.
  return { ...result, body: new Uint8Array(result.body), served };
}

/** The same for a chat as an event stream. What is kept always has its usage; who did not ask does not see it. */
export async function cachedStream(
  view: CacheView | undefined,
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<StreamedCompletion> {
  if (view === undefined) {
    return passedBy(plan, await serveStream(plan, chat, call, parts));
  }
  const wantsUsage = chat.stream_options?.include_usage === true;
  const kept = view.hit === undefined ? undefined : giveStream(view.hit, wantsUsage);
  if (view.hit !== undefined && kept !== undefined) {
    const { usage } = view.hit;
    return { chunks: replay(kept), served: recordKept(view.hit, 'hit', chat, call, parts), usage: () => usage };
  }
  if (view.control.isOnlyIfCached) {
    refuseUncached();
  }
  const counted = { ...chat, stream_options: { ...chat.stream_options, include_usage: true } };
  const shown = (chunks: AsyncGenerator<Buffer>) => (wantsUsage ? chunks : hideUsage(chunks));
  const open = async (gone: AbortSignal) => {
    const opened = await underAccount(call, () => serveStream(plan, counted, { ...call, gone }, parts));
    const chunks = recordStream(opened.chunks, longestKept, (body) => {
      if (view.control.mayStore && isKeepableStream(body, chat.n ?? 1)) {
        keep(view, { kind: 'stream', body, usage: opened.usage(), served: opened.served }, parts);
      }
    });
    return { head: { served: opened.served, usage: opened.usage }, chunks };
  };
  if (!view.control.mayRead) {
    const { head, chunks } = await open(call.gone);
    return { chunks: shown(chunks), served: { ...head.served, cache: 'bypass' }, usage: head.usage };
  }
  const { head, chunks, isFirst } = await parts.keeper.streams.open(view.key, call.gone, open);
  if (isFirst) {
    return { chunks: shown(chunks), served: { ...head.served, cache: 'miss' }, usage: head.usage };
  }
  const served: ServedBy = { ...head.served, attempts: 0, cache: 'hit' };
  return {
    chunks: recorded(shown(chunks), { served, usage: head.usage }, chat, call, parts),
    served,
    usage: head.usage,
  };
}

/** The chunks of a joined stream, and behind the last of them the record of what they became for this caller. */
async function* recorded(
  chunks: AsyncGenerator<Buffer>,
  { served, usage }: Pick<StreamedCompletion, 'served' | 'usage'>,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): AsyncGenerator<Buffer> {
  let outcome: CallOutcome['outcome'] = 'abandoned';
  try {
    yield* chunks;
    outcome = 'completed';
  } catch (error) {
    outcome = call.gone.aborted ? 'abandoned' : 'cut';
    throw error;
  } finally {
    recordShared(served, usage(), outcome, chat, call, parts);
  }
}

/** An answer that the cache had no part in, on a route that keeps others. */
function passedBy<Completion extends { readonly served: ServedBy }>(
  plan: CallPlan,
  completion: Completion,
): Completion {
  return plan.route.cache === undefined
    ? completion
    : { ...completion, served: { ...completion.served, cache: 'bypass' } };
}

function refuseUncached(): never {
  throw new GatewayError('not_cached', 'No answer to this request is kept, and Cache-Control asks for nothing else.');
}

/** Work that goes on when its caller has left, for others who wait for the same answer. */
function underAccount<Result>({ account }: Call, work: () => Promise<Result>): Promise<Result> {
  return account === undefined ? work() : account.during(work);
}

function isYoungEnough({ storedAtMs }: CachedAnswer, { maxAgeMs }: CacheControl, { now }: Parts): boolean {
  return maxAgeMs === undefined || now() - storedAtMs <= maxAgeMs;
}

/** Records a call that a kept answer served, and says so in its headers. */
export function recordKept(
  answer: CachedAnswer,
  cache: 'hit' | 'stale',
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): ServedBy {
  const served: ServedBy = { deployment: { name: answer.deployment }, attempts: 0, cache };
  return { ...served, spent: recordShared(served, answer.usage, 'completed', chat, call, parts) };
}

function recordShared(
  served: ServedBy,
  usage: TokenUsage | undefined,
  outcome: CallOutcome['outcome'],
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Spent {
  const stream = chat.stream === true;
  return recordCall(call, parts, {
    operation: 'chat',
    model: requestedModel(chat),
    served,
    usage,
    outcome,
    stream,
  });
}

function keepWhole(view: CacheView, { body, json, usage, served }: WholeCompletion, parts: Parts): void {
  if (view.control.mayStore && isKeepableWhole(json)) {
    keep(view, { kind: 'whole', body, usage, served }, parts);
  }
}

type Kept = { kind: 'whole' | 'stream'; body: Uint8Array; usage: TokenUsage | undefined; served: ServedBy };

/** Keeps an answer behind the back of its caller; a cache never rejects. */
function keep(view: CacheView, { kind, body, usage, served }: Kept, parts: Parts): void {
  const { ttlMs, staleMs } = view.policy;
  const answer = { kind, body, usage, storedAtMs: parts.now(), deployment: served.deployment.name };
  void parts.keeper.answers.put(view.key, answer, { ttlMs, staleForMs: staleMs }).then(() => view.remember(view.key));
}

/** A stream longer than this is served, and not kept. */
const longestKept = 4 * 1024 * 1024;
