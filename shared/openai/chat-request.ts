import * as z from 'zod';

import { chatMessageSchema } from './chat-message-schema.ts';
import { checkBody } from './check-body.ts';

/**
 * A chat completion request as OpenAI documents it, with every member it does not know kept.
 *
 * Checked is what OpenAI refuses for every model. What depends on the model, the api version or a quota (which roles,
 * how many messages or tools, temperature at all) is left for the upstream to judge. `model` may be absent, because
 * Azure's dated routes name a deployment in the path instead.
 */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1).optional(),
  messages: z.array(chatMessageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z
    .looseObject({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() })
    .nullish(),
  n: z.int().min(1).max(128).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  logit_bias: z.looseObject({}).nullish(),
  stop: z
    .union([z.string(), z.array(z.string()).max(4)], { error: 'a string or an array of up to 4 strings' })
    .nullish(),
  // Not `z.int()`: a seed may lie beyond the integers a double holds exactly.
  seed: z.number().nullish(),
  tools: z.array(namedWhen('function', 'function')).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })], { error: 'a string or an object' }).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  functions: z.array(z.looseObject({ name: z.string() })).nullish(),
  function_call: z
    .union([z.string(), z.looseObject({ name: z.string() })], { error: 'a string or an object' })
    .nullish(),
  response_format: namedWhen('json_schema', 'json_schema').nullish(),
  modalities: z.array(z.string()).nullish(),
  audio: z.looseObject({}).nullish(),
  prediction: z.looseObject({}).nullish(),
  reasoning_effort: z.string().nullish(),
  verbosity: z.string().nullish(),
  service_tier: z.string().nullish(),
  store: z.boolean().nullish(),
  metadata: z.looseObject({}).nullish(),
  user: z.string().nullish(),
});

/** A chat request that passed `chatRequestSchema`: the known members typed, all others still there. */
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/**
 * The body as a chat request: the same object, with no default added, nothing converted and nothing dropped, so that
 * it can go up as it came. Throws `invalid_request` naming the member at fault.
 */
export function parseChatRequest(body: unknown): ChatRequest {
  checkBody(chatRequestSchema, body);
  return body;
}

/** An object with a `type`; when it is `type`, its `member` must be an object that has a name. */
function namedWhen(type: string, member: string) {
  const named = z.looseObject({ name: z.string() });
  return z.looseObject({ type: z.string() }).check((object) => {
    if (object.value.type !== type || named.safeParse(object.value[member]).success) return;
    object.issues.push({
      code: 'custom',
      path: [member],
      message: "an object with a string 'name'",
      input: object.value[member],
    });
  });
}
