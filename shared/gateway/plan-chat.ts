import type { ModelRoute } from '../config/config.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { admissionEstimate } from '../tokens/admission-estimate.ts';
import type { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { planCall, tierOf, type CallPlan, type Tier } from './plan-call.ts';
import type { ServeOptions } from './serve.ts';

/**
 * What may serve a chat. A simple one is served by the smaller model that its route's rules name, with the model asked
 * for behind it.
 */
export function planChat(chat: ChatRequest, call: Call, parts: Parts): CallPlan {
  const plan = planCall(requestedModel(chat), 'chat/completions', call, parts);
  const smaller = tierOf(modelForSimple(chat, plan.route), 'chat/completions', call, parts);
  return smaller === undefined ? plan : { ...plan, tiers: [smaller, ...plan.tiers] };
}

/** How the route of a chat wants it served, beyond its deployments. */
export function chatOptions(plan: CallPlan, chat: ChatRequest, call: Call, parts: Parts): ServeOptions {
  const diverted = new Set<string>();
  return {
    hedge: plan.route.hedge,
    streams: chat.stream === true,
    neededTokens: plan.tiers.some(({ strategy }) => strategy === 'most-quota') ? neededTokens(chat) : undefined,
    arrivalTokens: (model) => {
      const { promptTokens, answerTokens } = admissionEstimate(chat, model, assumedAnswerTokens);
      return promptTokens + answerTokens;
    },
    divert: (failure) => {
      const alias = aliasBehind(failure, plan.route);
      if (alias === undefined || diverted.has(alias)) {
        return undefined;
      }
      diverted.add(alias);
      return tierOf(alias, 'chat/completions', call, parts);
    },
  };
}

/** What a deployment assumes of a call without a maximum is not published; this was the API's first default. */
const assumedAnswerTokens = 16;

/** A refusal leads elsewhere only where the route says so: a safety refusal above all is not laundered by default. */
function aliasBehind(failure: UpstreamFailure, route: ModelRoute): Tier['alias'] | undefined {
  switch (failure.kind) {
    case 'too-long':
      return route.longerModel;
    case 'filtered':
      return route.filteredModel;
    default:
      return undefined;
  }
}

function modelForSimple(chat: ChatRequest, route: ModelRoute): string | undefined {
  if (route.simple.length === 0) {
    return undefined;
  }
  const hasTools = (chat.tools?.length ?? 0) > 0 || (chat.functions?.length ?? 0) > 0;
  const promptTokens = roughTokens(chat);
  return route.simple.find((rule) => promptTokens <= rule.promptTokensAtMost && (rule.tools || !hasTools))?.model;
}

/** What Azure counts against a quota when a call arrives: the prompt and the longest answer it may have. */
function neededTokens(chat: ChatRequest): number {
  return roughTokens(chat) + (chat.max_completion_tokens ?? chat.max_tokens ?? 0);
}

/** About four characters make a token; rules and quotas are about magnitudes. */
function roughTokens(chat: ChatRequest): number {
  return Math.ceil(JSON.stringify(chat.messages).length / 4);
}
