import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { randomFrom } from './answers/seed.ts';
import { textAnswer, tokensOf } from './answers/text.ts';
import { RefusedCall, azureError, invalidRequest } from './azure-error.ts';
import type { Call } from './call.ts';
import { usageOf } from './chat-body.ts';
import { checkPrompt, choiceFilterResults, promptFilterResults } from './content-filter.ts';
import { parseBody } from './parse-body.ts';
import { pause } from './pause.ts';
import { sendSuccess } from './send-answer.ts';
import { countTokens } from './tokens.ts';

const completionsRequestSchema = z.looseObject({
  prompt: z.string(),
  max_tokens: z.int().min(1).nullish(),
  stream: z.boolean().nullish(),
});

/** Serves a legacy text completion: one prompt, one choice, never streamed. Throws `RefusedCall`. */
export async function completeText(call: Call): Promise<void> {
  const { entry, model } = call;
  if (call.traits.kind !== 'chat' || call.traits.isReasoning)
    throw new RefusedCall(azureError('operation-400', call.context));
  const { prompt, max_tokens: maxTokens, stream } = parseBody(completionsRequestSchema, call.body);
  if (stream === true)
    throw invalidRequest('The simulator does not stream text completions.', 'stream', 'unsupported_value');
  checkPrompt(prompt, call.context);
  entry.promptTokens = countTokens(prompt, model);
  const whole = textAnswer(prompt, model, randomFrom(prompt));
  const pieces = whole.slice(0, maxTokens ?? 16);
  if (!(await pause(call.response, pieces.length * call.tokenDelayMs))) return;
  entry.completionTokens = tokensOf(pieces);
  await sendSuccess(call, {
    id: `cmpl-${randomBytes(14).toString('hex')}`,
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model,
    choices: [
      {
        index: 0,
        text: pieces.map((piece) => piece.text).join(''),
        logprobs: null,
        finish_reason: pieces.length < whole.length ? 'length' : 'stop',
        content_filter_results: choiceFilterResults(false),
      },
    ],
    prompt_filter_results: promptFilterResults,
    usage: usageOf({ completionTokens: entry.completionTokens, reasoningTokens: 0 }, entry.promptTokens),
  });
}
