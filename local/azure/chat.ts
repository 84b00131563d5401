import { randomBytes } from 'node:crypto';
import { composeAnswer } from './answers/answer.ts';
import { unknownParameter } from './api-versions.ts';
import { RefusedCall, azureError, invalidRequest } from './azure-error.ts';
import type { Call } from './call.ts';
import { chatBody } from './chat-body.ts';
import { chatEvents } from './chat-events.ts';
import { checkChat } from './check-chat.ts';
import { chatRequestSchema, textOf } from './chat-request.ts';
import type { ChatRequest } from './chat-request.ts';
import { checkPrompt } from './content-filter.ts';
import { beginEventStream } from './event-writer.ts';
import { eventWithoutVerdicts, withoutVerdicts } from './openai/verdicts.ts';
import { countPromptTokens } from './prompt-tokens.ts';
import { parseBody } from './parse-body.ts';
import { pause } from './pause.ts';
import { sendSuccess } from './send-answer.ts';

/** Serves one chat completion, whole or as an event stream, at the pace of its tokens. Throws `RefusedCall`. */
export async function completeChat(call: Call): Promise<void> {
  const { response, entry, model, traits, fault, tokenDelayMs } = call;
  if (traits.kind !== 'chat') throw new RefusedCall(azureError('operation-400', call.context));
  const strange = unknownParameter(entry.parameters, call.surface, call.context.apiVersion);
  if (strange !== undefined) throw invalidRequest(`Unrecognized request argument supplied: ${strange}`, null, null);
  const chat = parseBody(chatRequestSchema, call.body);
  checkChat(chat, traits);
  entry.promptTokens = countPromptTokens(chat, model);
  checkLength(chat, call);
  checkPrompt(chat.messages.map(textOf).join('\n'), call.context);

  const answer = composeAnswer(chat, model, traits);
  const meta = {
    id: `chatcmpl-${randomBytes(14).toString('hex')}`,
    createdSeconds: Math.floor(Date.now() / 1000),
    model,
  };
  if (chat.stream !== true) {
    const startedAt = performance.now();
    // Choices are written side by side, so the longest of them is what takes time.
    const steps =
      answer.reasoningTokens + Math.ceil((answer.completionTokens - answer.reasoningTokens) / answer.choices.length);
    if (!(await pause(response, steps * tokenDelayMs))) {
      const share = (performance.now() - startedAt) / Math.max(1, steps * tokenDelayMs);
      entry.completionTokens = Math.min(answer.completionTokens, Math.floor(share * answer.completionTokens));
      return;
    }
    entry.completionTokens = answer.completionTokens;
    const body = chatBody(chat, answer, meta, entry.promptTokens);
    return sendSuccess(call, call.provider === 'openai' ? withoutVerdicts(body) : body);
  }

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  call.ledger.answered(entry, 200);
  const streamError = call.word(
    azureError(fault?.kind === 'error-in-stream' ? (fault.body ?? 'internal-500') : 'internal-500', call.context),
  );
  const writer = beginEventStream(response, fault, streamError);
  let dueAt = performance.now();
  for (const event of chatEvents(chat, answer, meta, entry.promptTokens, fault?.kind === 'async-filter')) {
    if (event.tokens > 0 && tokenDelayMs > 0) {
      dueAt += event.steps * tokenDelayMs;
      const earlyMs = dueAt - performance.now();
      // Kept to the schedule, not to the timer: late timers are made up for, a reader's delay (100 ms and more) is not.
      if (earlyMs > 0.5 && !(await pause(response, earlyMs))) return;
      if (earlyMs < -100) dueAt = performance.now();
    }
    const json = call.provider === 'openai' ? eventWithoutVerdicts(event.json) : event.json;
    if (json !== undefined && !(await writer.send(json))) return;
    entry.completionTokens += event.tokens;
  }
  await writer.finish();
}

function checkLength(chat: ChatRequest, { entry, traits }: Call): void {
  const asked = chat.max_completion_tokens ?? chat.max_tokens ?? 0;
  const wanted = entry.promptTokens + asked;
  if (wanted <= traits.contextTokens) return;
  const counted =
    asked === 0
      ? `your messages resulted in ${entry.promptTokens} tokens. Please reduce the length of the messages.`
      : `you requested ${wanted} tokens (${entry.promptTokens} in the messages, ${asked} in the completion). Please reduce the length of the messages or completion.`;
  throw invalidRequest(
    `This model's maximum context length is ${traits.contextTokens} tokens. However, ${counted}`,
    'messages',
    'context_length_exceeded',
  );
}
