import { randomBytes } from 'node:crypto';
import { composeAnswer } from '../answers/answer.ts';
import type { Answer } from '../answers/answer.ts';
import { tokensOf } from '../answers/text.ts';
import { azureError } from '../azure-error.ts';
import type { Call } from '../call.ts';
import type { ChatRequest } from '../chat-request.ts';
import { beginEventStream } from '../event-writer.ts';
import { pause } from '../pause.ts';
import { countPromptTokens } from '../prompt-tokens.ts';
import { sendSuccess } from '../send-answer.ts';
import { invalidMessages } from './anthropic-error.ts';
import { chatOfMessages } from './chat-of-messages.ts';
import { checkMessages } from './check-messages.ts';
import { blocksOf, messageBody, messageUsage } from './message-body.ts';
import type { MessageEnd } from './message-body.ts';
import { anthropicEvents, messageEvents } from './message-events.ts';
import { parseMessages } from './messages-request.ts';

/** Serves one message, whole or as an event stream, at the pace of its tokens. Throws `RefusedCall`. */
export async function answerMessages(call: Call, version: string): Promise<void> {
  const { response, entry, model, fault, tokenDelayMs } = call;
  const request = parseMessages(call.body);
  checkMessages(request, version, model, call.traits);
  const chat = chatOfMessages(request);
  entry.promptTokens = countPromptTokens(chat, model);
  checkLength(entry.promptTokens, request.max_tokens, call.traits.contextTokens);

  const thinks = request.thinking !== undefined && request.thinking.type !== 'disabled';
  const answer = composeAnswer(chat, model, { ...call.traits, isReasoning: thinks });
  const end = endOf(answer, chat, model, call);
  const blocks = blocksOf(answer, thinks);
  const id = `msg_${randomBytes(12).toString('hex')}`;
  const usage = messageUsage(entry.promptTokens, answer.completionTokens, answer.reasoningTokens);
  if (request.stream !== true) {
    if (!(await pause(response, answer.completionTokens * tokenDelayMs))) return;
    entry.completionTokens = answer.completionTokens;
    return sendSuccess(call, messageBody(id, model, blocks, end, usage));
  }

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  call.ledger.answered(entry, 200);
  const overloaded = call.word({ ...azureError('unavailable-503', call.context), status: 529 });
  const writer = beginEventStream(response, fault, overloaded, anthropicEvents);
  const begun = messageUsage(entry.promptTokens, 1, 0);
  entry.completionTokens = answer.reasoningTokens;
  for (const event of messageEvents({ id, model }, blocks, end, begun, usage)) {
    if (event.tokens > 0 && tokenDelayMs > 0 && !(await pause(response, event.tokens * tokenDelayMs))) return;
    if (!(await writer.send(event.json))) return;
    entry.completionTokens += event.tokens;
  }
  // The names of called tools are billed, but no event carries them.
  entry.completionTokens = answer.completionTokens;
  await writer.finish();
}

function checkLength(promptTokens: number, maxTokens: number, contextTokens: number): void {
  if (promptTokens > contextTokens) {
    throw invalidMessages(`prompt is too long: ${promptTokens} tokens > ${contextTokens} maximum`);
  }
  if (promptTokens + maxTokens > contextTokens) {
    throw invalidMessages(
      `input length and \`max_tokens\` exceed context limit: ${promptTokens} + ${maxTokens} > ${contextTokens}, decrease input length or \`max_tokens\` and try again`,
    );
  }
}

function endOf(answer: Answer, chat: ChatRequest, model: string, { traits }: Call): MessageEnd {
  const finish = answer.choices[0]?.finishReason;
  const plain = { stop_sequence: null, stop_details: null };
  switch (finish) {
    case 'length':
      return { stop_reason: 'max_tokens', ...plain };
    case 'tool_calls':
      return { stop_reason: 'tool_use', ...plain };
    case 'content_filter':
      return {
        stop_reason: 'refusal',
        stop_sequence: null,
        stop_details: { type: 'refusal', category: null, explanation: 'The simulated model will not say that.' },
      };
    default: {
      const [stop = null] = typeof chat.stop === 'object' ? (chat.stop ?? []) : [];
      const unstopped = composeAnswer({ ...chat, stop: null }, model, traits).choices[0]?.content ?? [];
      const isStopped = stop !== null && tokensOf(unstopped) > tokensOf(answer.choices[0]?.content ?? []);
      return isStopped
        ? { stop_reason: 'stop_sequence', stop_sequence: stop, stop_details: null }
        : { stop_reason: 'end_turn', ...plain };
    }
  }
}
