import { app } from '@azure/functions';
import { chatToCount, parseMessagesCount } from '../shared/anthropic/count-request.ts';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Counts the tokens of a chat in Anthropic's form, as `client.messages.countTokens` asks. Nothing is sent. */
export async function messagesCountTokens(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const { model, ...chat } = chatToCount(parseMessagesCount(await exchange.readJson()));
  const { tokens } = await gateway.count({ ...chat, model: model ?? '' }, exchange.call);
  return jsonAnswer({ input_tokens: tokens });
}

app.http('messages-count-tokens', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/messages/count_tokens',
  handler: endpoint(messagesCountTokens, worker),
});
