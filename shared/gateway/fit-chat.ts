import type { FitStrategy } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import { requestParametersFor } from '../models/request-parameters.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { isJsonObject } from '../openai/json-object.ts';
import type { Fit, FittedChat } from '../tokens/fit/fit.ts';
import { fitWindow } from '../tokens/fit/fit-window.ts';
import { upperBound } from '../tokens/upper-bound.ts';
import { whileAdmitted } from './admit-call.ts';
import type { Call } from './call.ts';
import { chatQuestion } from './estimate-call.ts';
import type { Parts } from './parts.ts';
import { tierOf, type CallPlan } from './plan-call.ts';
import { serveWhole } from './serve-chat.ts';

/** A chat that fits the window of the model that serves it, and the plan for it. */
export type FitForPlan = { readonly plan: CallPlan; readonly fitted: FittedChat };

/**
 * Fits a chat into the window of the first model of its plan, by the strategy the caller or else the route asks for. A
 * chat far below the window is not counted. Throws `context_length_exceeded` before anything is sent.
 */
export async function fitChat(plan: CallPlan, chat: ChatRequest, call: Call, parts: Parts): Promise<FitForPlan> {
  const strategy = call.fit ?? plan.route.fit;
  const fit = await fitInto(factsOf(plan, parts), strategy, plan, chat, call, parts);
  if (fit.kind !== 'too-long') {
    return { plan, fitted: fit };
  }
  const longer = tierOf(plan.route.longerModel, 'chat/completions', call, parts);
  const longerPlan = longer === undefined ? plan : { ...plan, tiers: [longer] };
  const inLonger = await fitInto(factsOf(longerPlan, parts), 'refuse', longerPlan, chat, call, parts);
  if (inLonger.kind === 'too-long') {
    throw new GatewayError('context_length_exceeded', 'The prompt fits no model of this route.', { param: 'messages' });
  }
  return { plan: longerPlan, fitted: inLonger };
}

function fitInto(
  facts: ModelFacts,
  strategy: FitStrategy,
  plan: CallPlan,
  chat: ChatRequest,
  call: Call,
  parts: Parts,
): Promise<Fit> {
  return fitWindow({
    chat,
    window: facts,
    model: facts,
    strategy,
    tokenParameter:
      (chat.max_completion_tokens ?? undefined) === undefined ? undefined : requestParametersFor(facts).tokenParameter,
    encodings: parts.encodings,
    signal: call.gone,
    summarise: (text, maxTokens, signal = call.gone) =>
      summarise(text, maxTokens, plan, { ...call, gone: signal }, parts),
  });
}

/** The model that serves first decides; a fallback's window is its own upstream's business. */
function factsOf({ tiers, route }: CallPlan, { findModel }: Pick<Parts, 'findModel'>): ModelFacts {
  return findModel(tiers[0]?.deployments[0]?.model ?? route.model);
}

async function summarise(text: string, maxTokens: number, plan: CallPlan, call: Call, parts: Parts): Promise<string> {
  const chat: ChatRequest = {
    model: plan.route.alias,
    messages: [
      {
        role: 'system',
        content: 'Summarise the conversation below. Keep names, figures, decisions and open questions.',
      },
      { role: 'user', content: text },
    ],
    max_tokens: maxTokens,
  };
  // A call of its own within the caller's budgets, settled by itself: what the summary takes is spent whatever follows.
  const estimated = { chat, promptTokens: upperBound(chat, plan.route.model), counted: 'bound' } as const;
  const question = { ...chatQuestion(plan, estimated, call, parts), isInner: true };
  return whileAdmitted(question, call, parts, async (admitted) => {
    const { json } = await serveWhole(plan, chat, admitted, parts);
    return textOf(json);
  });
}

function textOf(json: object): string {
  const choices: unknown = 'choices' in json ? json.choices : undefined;
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const message = isJsonObject(first) ? first['message'] : undefined;
  const content = isJsonObject(message) ? message['content'] : undefined;
  if (typeof content !== 'string' || content === '') {
    throw new GatewayError('upstream_malformed', 'The model gave no summary.');
  }
  return content;
}
