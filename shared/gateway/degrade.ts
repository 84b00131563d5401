import { eventsFromWhole } from '../cache/events-from-whole.ts';
import { giveStream, giveWhole } from '../cache/give-answer.ts';
import type { ModelRoute } from '../config/config.ts';
import { GatewayError, type ErrorCode } from '../errors.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { recordKept, type CacheView } from './cached-chat.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { tierOf, type CallPlan } from './plan-call.ts';
import { recordCall } from './record-call.ts';
import { serveStream, serveWhole, type StreamedCompletion, type WholeCompletion } from './serve-chat.ts';
import type { ServedBy } from './served-by.ts';
import { replay } from './replay.ts';

/** A chat that failed, and what there is to stand in for its answer. */
export type Outage = {
  readonly error: unknown;
  readonly plan: CallPlan;
  readonly view: CacheView | undefined;
  readonly chat: ChatRequest;
  readonly call: Call;
  readonly parts: Parts;
};

/**
 * What a route serves when nothing could: a kept answer past its time, a smaller model, a fixed text, in this order and
 * each marked in the answer's headers. Throws the error itself where the route has none of them, and for every error
 * that is not an outage.
 */
export async function degradedWhole(outage: Outage): Promise<WholeCompletion> {
  const { view, chat, call, parts } = outage;
  const policy = policyFor(outage);
  const stale = policy.staleAnswer && view?.stale !== undefined ? giveWhole(view.stale) : undefined;
  if (view?.stale !== undefined && stale !== undefined) {
    const served = recordKept(view.stale, 'stale', chat, call, parts);
    return { body: stale, served: { ...served, degraded: 'stale-answer' }, json: {}, usage: view.stale.usage };
  }
  const smaller = smallerPlan(policy, outage);
  if (smaller !== undefined) {
    try {
      const completion = await serveWhole(smaller, chat, call, parts);
      return { ...completion, served: { ...completion.served, degraded: 'smaller-model' } };
    } catch (error) {
      throwUnlessRefused(error);
    }
  }
  const json = textAnswer(policy, outage);
  recordText(outage);
  return { body: Buffer.from(JSON.stringify(json)), served: textServed, json, usage: undefined };
}

/** The same for an event stream, before its first output; after it nothing can stand in. */
export async function degradedStream(outage: Outage): Promise<StreamedCompletion> {
  const { view, chat, call, parts } = outage;
  const policy = policyFor(outage);
  const wantsUsage = chat.stream_options?.include_usage === true;
  const stale = policy.staleAnswer && view?.stale !== undefined ? giveStream(view.stale, wantsUsage) : undefined;
  if (view?.stale !== undefined && stale !== undefined) {
    const { usage } = view.stale;
    const served = recordKept(view.stale, 'stale', chat, call, parts);
    return { chunks: replay(stale), served: { ...served, degraded: 'stale-answer' }, usage: () => usage };
  }
  const smaller = smallerPlan(policy, outage);
  if (smaller !== undefined) {
    try {
      const completion = await serveStream(smaller, chat, call, parts);
      return { ...completion, served: { ...completion.served, degraded: 'smaller-model' } };
    } catch (error) {
      throwUnlessRefused(error);
    }
  }
  const events = eventsFromWhole(textAnswer(policy, outage), wantsUsage) ?? [];
  recordText(outage);
  return { chunks: replay(events), served: textServed, usage: () => undefined };
}

function recordText({ chat, call, parts }: Outage): void {
  const stream = chat.stream === true;
  const model = requestedModel(chat);
  recordCall(call, parts, {
    operation: 'chat',
    model,
    served: textServed,
    usage: undefined,
    outcome: 'completed',
    stream,
  });
}

function policyFor({ error, plan }: Outage): NonNullable<ModelRoute['degrade']> {
  throwUnlessOutage(error);
  const policy = plan.route.degrade;
  if (policy === undefined) {
    throw error;
  }
  return policy;
}

function throwUnlessOutage(error: unknown): void {
  if (!(error instanceof GatewayError) || !outages.has(error.code)) {
    throw error;
  }
}

/** That the smaller model refuses what it was never asked for is not the caller's mistake: the outage stays the answer. */
function throwUnlessRefused(error: unknown): void {
  if (!(error instanceof GatewayError) || error.code === 'caller_gone') {
    throw error;
  }
}

function smallerPlan({ smallerModel }: NonNullable<ModelRoute['degrade']>, outage: Outage): CallPlan | undefined {
  const tier = tierOf(smallerModel, 'chat/completions', outage.call, outage.parts);
  return tier === undefined ? undefined : { ...outage.plan, tiers: [tier] };
}

function textAnswer({ text }: NonNullable<ModelRoute['degrade']>, { error, call, chat, parts }: Outage) {
  if (text === undefined) {
    throw error;
  }
  return {
    id: `chatcmpl-${call.requestId}`,
    object: 'chat.completion',
    created: Math.floor(parts.now() / 1000),
    model: requestedModel(chat),
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  };
}

const textServed: ServedBy = { deployment: { name: 'none' }, attempts: 0, degraded: 'text' };

/** Errors that say nothing could serve. A refusal of the request itself is none, nor a caller who has gone. */
const outages: ReadonlySet<ErrorCode> = new Set([
  'rate_limit_exceeded',
  'conflict',
  'upstream_credential_refused',
  'upstream_deployment_missing',
  'upstream_malformed',
  'upstream_failed',
  'upstream_unavailable',
  'secret_unavailable',
  'upstream_timeout',
  'deadline_exceeded',
]);
