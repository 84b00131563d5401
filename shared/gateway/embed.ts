import { GatewayError } from '../errors.ts';
import { mergeEmbeddingAnswers, parseEmbeddingsAnswer, type EmbeddingsAnswer } from '../openai/embeddings-answer.ts';
import { countEmbeddingInputs, splitEmbeddingInput, type EmbeddingsRequest } from '../openai/embeddings-request.ts';
import { requestedModel } from '../openai/requested-model.ts';
import { addUsage, type TokenUsage } from '../openai/token-usage.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { readWholeAnswer, type WholeAnswer } from '../upstream/whole-answer.ts';
import { whileAdmitted } from './admit-call.ts';
import { wholeAnswerAttributes } from './attempt-span.ts';
import type { Call } from './call.ts';
import { embeddingsQuestion, embeddingsTokens } from './estimate-call.ts';
import type { Parts } from './parts.ts';
import { planCall, type CallPlan, type Tier } from './plan-call.ts';
import { recordCall } from './record-call.ts';
import { serve } from './serve.ts';
import type { ServedBy } from './served-by.ts';
import { tallied } from './tallied.ts';
import { tryDeployment, type Work } from './try-deployment.ts';

/** Served embeddings: the upstream's own bytes, or the merged answer to an input that took several calls. */
export type Embeddings = { readonly body: Uint8Array | EmbeddingsAnswer; readonly served: ServedBy };

/**
 * Embeds the input. One that is longer than an upstream takes (2048 texts) goes up in several calls, all to the
 * deployment that served the first, because vectors of two models do not compare. Throws `GatewayError`.
 */
export function embed(request: EmbeddingsRequest, call: Call, parts: Parts): Promise<Embeddings> {
  const operation = { operation: 'embeddings', model: request.model ?? '', stream: false };
  return tallied(operation, call, parts, (counted) => embedAll(request, counted, parts));
}

async function embedAll(request: EmbeddingsRequest, call: Call, parts: Parts): Promise<Embeddings> {
  const plan = planCall(requestedModel(request), 'embeddings', call, parts);
  return whileAdmitted(embeddingsQuestion(plan, request, parts), call, parts, async (admitted, limits) => {
    const { body, served } = await embedAdmitted(request, plan, admitted, parts);
    return { body, served: { ...served, limits } };
  });
}

async function embedAdmitted(
  request: EmbeddingsRequest,
  { tiers }: CallPlan,
  call: Call,
  parts: Parts,
): Promise<Embeddings> {
  const model = requestedModel(request);
  const [first = request, ...others] = splitEmbeddingInput(request);

  const begun = await embedPart(first, tiers, call, parts);
  const answers = [begun.result];
  let { attempts } = begun;
  for (const part of others) {
    const same: Tier = { alias: begun.deployment.alias, deployments: [begun.deployment], strategy: 'weighted' };
    const next = await embedPart(part, [same], call, parts);
    answers.push(next.result);
    attempts += next.attempts;
  }

  const by = { deployment: begun.deployment, attempts };
  const usage = answers.reduce<TokenUsage | undefined>(
    (sum, answer) =>
      sum === undefined || answer.usage === undefined ? (sum ?? answer.usage) : addUsage(sum, answer.usage),
    undefined,
  );
  const outcome = { operation: 'embeddings', model, served: by, usage, outcome: 'completed', stream: false } as const;
  const served = { ...by, spent: recordCall(call, parts, outcome) };
  return {
    body: others.length === 0 ? begun.result.bytes : mergeEmbeddingAnswers(answers.map(({ parsed }) => parsed)),
    served,
  };
}

type EmbeddedPart = WholeAnswer & { readonly parsed: EmbeddingsAnswer };

async function embedPart(part: EmbeddingsRequest, tiers: readonly Tier[], call: Call, parts: Parts) {
  const work: Work<EmbeddedPart> = {
    asks: { operation: 'embeddings' },
    streams: false,
    send: (provider, attempt) => provider.embed(part, attempt),
    read: async (answer, deployment, clock, span) => {
      const whole = await readWholeAnswer(answer, 'data', deployment.name, clock);
      span?.set(wholeAnswerAttributes(whole.json, whole.usage));
      return { ...whole, parsed: parsedAnswer(whole, countEmbeddingInputs(part)) };
    },
  };
  const served = await serve(
    tiers,
    call,
    parts,
    (deployment, turn, startAttempt) => tryDeployment(work, deployment, turn, parts, startAttempt),
    { arrivalTokens: () => embeddingsTokens(part) },
  );
  served.permit.succeeded();
  return served;
}

function parsedAnswer(whole: WholeAnswer, inputs: number): EmbeddingsAnswer {
  try {
    return parseEmbeddingsAnswer(whole.json, inputs);
  } catch (error) {
    throw error instanceof GatewayError ? new UpstreamFailure('malformed', error.message, { cause: error }) : error;
  }
}
