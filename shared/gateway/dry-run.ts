import type { Deployment } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { EmbeddingsRequest } from '../openai/embeddings-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { countChat } from '../tokens/chat/count-chat.ts';
import { countTokens } from '../tokens/count-request.ts';
import { longestAnswer, longestPrompt } from '../tokens/fit/context-window.ts';
import type { FittedChat } from '../tokens/fit/fit.ts';
import type { Call } from './call.ts';
import { Candidates } from './candidates.ts';
import { deadlineAtMs } from './deadline-at-ms.ts';
import { estimateCost, type CostEstimate } from './estimate-cost.ts';
import { explainPlan, type Explanation } from './explain.ts';
import { fitChat, type FitForPlan } from './fit-chat.ts';
import type { Parts } from './parts.ts';
import { planCall, type CallPlan } from './plan-call.ts';
import { planChat } from './plan-chat.ts';

/** What a call would become if it were made now. Nothing was sent, and nothing was used up. */
export type DryRun = Explanation &
  CostEstimate & {
    readonly object: 'dry_run';
    readonly operation: 'chat/completions' | 'embeddings';
    /** The deployment that would be tried first. */
    readonly deployment: string;
    readonly prompt_tokens: number;
    /** False where a rule for counting is not published, or where a summary would stand in for a part of the prompt. */
    readonly prompt_tokens_exact: boolean;
    /** The answer's maximum as it would be sent; `null` where none would be. */
    readonly max_tokens: number | null;
    /** What would be done to a chat to make it fit; `null` for what is not a chat. */
    readonly fit: {
      readonly kind: FittedChat['kind'];
      readonly asked_max_tokens: number | null;
      readonly removed_messages: number;
      readonly removed_tokens: number;
    } | null;
  };

/** What a chat would become, up to the call itself. Throws `GatewayError` as the call would before anything is sent. */
export async function dryRunChat(asked: ChatRequest, call: Call, parts: Parts): Promise<DryRun> {
  const { plan, fitted } = await fitUnsent(planChat(asked, call, parts), asked, call, parts);
  const { explanation, deployment } = choiceFor(plan, call, parts);
  const facts = parts.findModel(deployment.model);
  const { tokens, exact } = await countChat(fitted.chat, facts, parts.encodings, call.gone);
  const promptTokens = Math.min(tokens, longestPrompt(facts));
  const limit = fitted.chat.max_completion_tokens ?? fitted.chat.max_tokens ?? null;
  const answerTokens = (limit ?? longestAnswer(facts, promptTokens)) * (asked.n ?? 1);
  return {
    object: 'dry_run',
    operation: 'chat/completions',
    ...explanation,
    deployment: deployment.name,
    prompt_tokens: promptTokens,
    prompt_tokens_exact: exact && fitted.kind !== 'summarised',
    max_tokens: limit,
    fit: {
      kind: fitted.kind,
      asked_max_tokens: fitted.askedTokens ?? null,
      removed_messages: fitted.removed.messages,
      removed_tokens: fitted.removed.tokens,
    },
    ...estimateCost(deployment, promptTokens, answerTokens, parts),
  };
}

/** What a request for embeddings would become. Throws `GatewayError` as the call would before anything is sent. */
export async function dryRunEmbeddings(request: EmbeddingsRequest, call: Call, parts: Parts): Promise<DryRun> {
  const plan = planCall(requestedModel(request), 'embeddings', call, parts);
  const { explanation, deployment } = choiceFor(plan, call, parts);
  const { tokens, exact } = await countInput(request, deployment, call, parts);
  return {
    object: 'dry_run',
    operation: 'embeddings',
    ...explanation,
    deployment: deployment.name,
    prompt_tokens: tokens,
    prompt_tokens_exact: exact,
    max_tokens: null,
    fit: null,
    ...estimateCost(deployment, tokens, 0, parts),
  };
}

/** Fits a chat without the help of a model: one that only a summary would make fit is left as it is. */
async function fitUnsent(plan: CallPlan, chat: ChatRequest, call: Call, parts: Parts): Promise<FitForPlan> {
  if ((call.fit ?? plan.route.fit) !== 'summarise') {
    return fitChat(plan, chat, call, parts);
  }
  try {
    return await fitChat(plan, chat, { ...call, fit: 'refuse' }, parts);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'context_length_exceeded') {
      const removed = { messages: 0, tokens: 0 };
      return { plan, fitted: { kind: 'summarised', chat, promptTokens: 0, counted: 'estimated', removed } };
    }
    throw error;
  }
}

/** The order that a call would get now, and the deployment it would try first: not always one of its own model's. */
function choiceFor(
  plan: CallPlan,
  call: Call,
  parts: Parts,
): { readonly explanation: Explanation; readonly deployment: Deployment } {
  const { breakers, states, config, now } = parts;
  const explanation = explainPlan(plan, parts);
  const candidates = new Candidates(({ name }) =>
    Math.max(states.of({ name }).throttledUntilMs, breakers.of(name).admitsAtMs),
  );
  for (const { deployments } of explanation.tiers) {
    candidates.add(
      deployments.flatMap(({ deployment }) => config.deployments.find(({ name }) => name === deployment) ?? []),
    );
  }
  const first = candidates.next(now());
  if (first === undefined || first.readyMs >= deadlineAtMs(call, config)) {
    throw new GatewayError('upstream_unavailable', 'No deployment could serve the call before its deadline.', {
      retryAfterMs: first === undefined ? undefined : first.readyMs - now(),
    });
  }
  return { explanation, deployment: first.deployment };
}

async function countInput(
  { input }: EmbeddingsRequest,
  { model }: Deployment,
  { gone }: Call,
  { encodings, findModel }: Parts,
): Promise<{ readonly tokens: number; readonly exact: boolean }> {
  const texts = [input].flat(2).filter((text) => typeof text === 'string');
  const given = [input].flat(2).length - texts.length;
  const counted = await countTokens({ model, input: texts }, findModel(model), encodings, gone);
  return { tokens: counted.tokens + given, exact: counted.exact };
}
