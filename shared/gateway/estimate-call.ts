import type { ChatRequest } from '../openai/chat-request.ts';
import type { EmbeddingsRequest } from '../openai/embeddings-request.ts';
import type { Estimate } from '../limits/claim.ts';
import { priceOf } from '../models/price-of.ts';
import { countChat } from '../tokens/chat/count-chat.ts';
import { longestAnswer } from '../tokens/fit/context-window.ts';
import type { FittedChat } from '../tokens/fit/fit.ts';
import type { AdmissionQuestion, CallEstimate } from './admit-call.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import type { CallPlan } from './plan-call.ts';

/** What a chat may use at the most: its prompt and, for each choice, the longest answer it may have. */
export function chatQuestion(
  plan: CallPlan,
  fitted: Pick<FittedChat, 'chat' | 'promptTokens' | 'counted'>,
  { gone }: Call,
  parts: Parts,
): AdmissionQuestion {
  const { chat } = fitted;
  const facts = parts.findModel(plan.tiers[0]?.deployments[0]?.model ?? plan.route.model);
  const estimate = (promptTokens: number) =>
    callEstimate(plan, promptTokens, answerTokens(chat, longestAnswer(facts, promptTokens)), parts);
  return {
    model: plan.route.alias,
    estimate: () => estimate(fitted.promptTokens),
    choices: chat.n ?? 1,
    narrower:
      fitted.counted === 'bound'
        ? async () => estimate((await countChat(chat, facts, parts.encodings, gone)).tokens)
        : undefined,
  };
}

/** What a request for embeddings may use: its input, a token to four characters. */
export function embeddingsQuestion(plan: CallPlan, request: EmbeddingsRequest, parts: Parts): AdmissionQuestion {
  return {
    model: plan.route.alias,
    estimate: () => callEstimate(plan, embeddingsTokens(request), 0, parts),
  };
}

/** About how many tokens the input of a request for embeddings is, by its characters. */
export function embeddingsTokens({ input }: EmbeddingsRequest): number {
  const parts: readonly unknown[] = [input].flat(2);
  const tokens = parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length / 4 : 1), 0);
  return Math.ceil(tokens);
}

function callEstimate(plan: CallPlan, promptTokens: number, longestTokens: number, parts: Parts): CallEstimate {
  return {
    whole: estimateOf(plan, promptTokens, longestTokens, parts),
    prompt: estimateOf(plan, promptTokens, 0, parts),
  };
}

/** Whichever deployment of the plan serves in the end, it costs no more than this. */
function estimateOf({ tiers }: CallPlan, promptTokens: number, completionTokens: number, parts: Parts): Estimate {
  const costs = tiers
    .flatMap(({ deployments }) => deployments)
    .map(({ model, capacity: { provisioned } }) =>
      priceOf(parts.findModel(model), { promptTokens, completionTokens }, { atMs: parts.now(), provisioned }),
    )
    .flatMap(({ nanoDollars }) => nanoDollars ?? []);
  return {
    tokens: promptTokens + completionTokens,
    microDollars: costs.length === 0 ? null : Math.ceil(Math.max(...costs) / 1000),
  };
}

function answerTokens({ max_completion_tokens: newer, max_tokens: older, n }: ChatRequest, longest: number): number {
  const most = newer ?? older ?? (Number.isFinite(longest) ? longest : unknownAnswerTokens);
  return Math.max(0, most) * (n ?? 1);
}

const unknownAnswerTokens = 4_096;
