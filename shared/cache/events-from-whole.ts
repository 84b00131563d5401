import * as z from 'zod';
import { filterResultsSchema, logprobsSchema } from './chunk-schema.ts';
import { knownObject } from './known-object.ts';
import { textPieces } from './text-pieces.ts';

const functionCall = z.lazy(() => knownObject({ name: z.string(), arguments: z.string() }));

const message = z.lazy(() =>
  knownObject({
    role: z.literal('assistant'),
    content: z.string().optional(),
    refusal: z.string().optional(),
    tool_calls: z
      .array(knownObject({ id: z.string(), type: z.literal('function'), function: functionCall }))
      .optional(),
    function_call: functionCall.optional(),
    annotations: z.array(z.unknown()).max(0).optional(),
  }),
);

const choiceSchema = z.lazy(() =>
  knownObject({
    index: z.int().min(0),
    message,
    finish_reason: z.string(),
    logprobs: logprobsSchema.optional(),
    content_filter_results: filterResultsSchema.optional(),
  }),
);

const wholeSchema = z.lazy(() =>
  knownObject({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.number(),
    model: z.string(),
    choices: z.array(choiceSchema).min(1),
    usage: z.looseObject({}).optional(),
    system_fingerprint: z.string().optional(),
    service_tier: z.string().optional(),
    prompt_filter_results: z.array(z.unknown()).optional(),
  }),
);

/**
 * A whole chat answer as the events of a stream: the prompt's verdicts, a role for each choice, its text in pieces, its
 * calls, a finish reason for each, the usage if asked for, and `[DONE]`.
 *
 * `undefined` for an answer with a member that chunks have no known place for, such as audio or annotations.
 */
export function eventsFromWhole(json: unknown, includeUsage: boolean): Buffer[] | undefined {
  const { data: whole } = wholeSchema.safeParse(json);
  if (whole === undefined) {
    return undefined;
  }
  const { id, created, model, usage } = whole;
  const common = {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    system_fingerprint: whole.system_fingerprint,
    service_tier: whole.service_tier,
  };
  const hasUsage = includeUsage && usage !== undefined;
  const event = (choices: readonly object[], more: object = {}) =>
    Buffer.from(`data: ${JSON.stringify({ ...common, choices, ...(hasUsage ? { usage: null } : {}), ...more })}\n\n`);

  return [
    ...(whole.prompt_filter_results ? [event([], { prompt_filter_results: whole.prompt_filter_results })] : []),
    ...whole.choices.flatMap((choice) => [...choiceChunks(choice)].map((chunk) => event([chunk]))),
    ...(hasUsage ? [event([], { usage })] : []),
    Buffer.from('data: [DONE]\n\n'),
  ];
}

type Choice = z.infer<typeof choiceSchema>;

function* choiceChunks({ index, message, finish_reason, logprobs, content_filter_results }: Choice): Generator<object> {
  const chunk = (delta: object, more: object = {}): object => ({
    index,
    delta,
    logprobs: null,
    finish_reason: null,
    ...more,
  });
  yield chunk({ role: 'assistant', content: message.content === undefined ? null : '', refusal: null });
  for (const { text, tokens } of textPieces(message.content ?? '', logprobs?.content)) {
    yield chunk({ content: text }, tokens === undefined ? {} : { logprobs: { content: tokens, refusal: null } });
  }
  for (const { text, tokens } of textPieces(message.refusal ?? '', logprobs?.refusal)) {
    yield chunk({ refusal: text }, tokens === undefined ? {} : { logprobs: { content: null, refusal: tokens } });
  }
  for (const [at, { id, type, function: called }] of (message.tool_calls ?? []).entries()) {
    yield chunk({ tool_calls: [{ index: at, id, type, function: { name: called.name, arguments: '' } }] });
    for (const { text } of textPieces(called.arguments)) {
      yield chunk({ tool_calls: [{ index: at, function: { arguments: text } }] });
    }
  }
  if (message.function_call) {
    yield chunk({ function_call: { name: message.function_call.name, arguments: '' } });
    for (const { text } of textPieces(message.function_call.arguments)) {
      yield chunk({ function_call: { arguments: text } });
    }
  }
  yield chunk({}, { finish_reason, ...(content_filter_results ? { content_filter_results } : {}) });
}
