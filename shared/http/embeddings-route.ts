import type { Gateway } from '../gateway/gateway.ts';
import { parseEmbeddingsRequest } from '../openai/embeddings-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import type { CallerExchange } from './exchange.ts';
import { isDryRun } from './is-dry-run.ts';

/** Embeds the input in the request's body. `deployment` as for chats. */
export async function answerEmbeddings(
  exchange: CallerExchange,
  gateway: Gateway,
  deployment?: string,
): Promise<HttpAnswer> {
  const body = parseEmbeddingsRequest(await exchange.readJson());
  const request = deployment === undefined ? body : { ...body, model: deployment };
  if (isDryRun(exchange.arrival.headers)) {
    return jsonAnswer(await gateway.dryRunEmbeddings(request, exchange.call));
  }
  const { body: answer, served } = await gateway.embed(request, exchange.call);
  return jsonAnswer(answer, served);
}
