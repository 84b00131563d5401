import type { Gateway } from '../gateway/gateway.ts';
import { parseEmbeddingsRequest } from '../openai/embeddings-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import type { CallerExchange } from './exchange.ts';

/** Embeds the input in the request's body. `deployment` as for chats. */
export async function answerEmbeddings(
  exchange: CallerExchange,
  gateway: Gateway,
  deployment?: string,
): Promise<HttpAnswer> {
  const body = parseEmbeddingsRequest(await exchange.readJson());
  const { body: answer, served } = await gateway.embed(
    deployment === undefined ? body : { ...body, model: deployment },
    exchange.call,
  );
  return jsonAnswer(answer, served);
}
