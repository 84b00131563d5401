import { z } from 'zod';
import { filterResultsSchema, logprobsSchema } from './chunk-schema.ts';
import { textPieces, type TextPiece } from './text-pieces.ts';

const functionCall = z.object({ name: z.string(), arguments: z.string() }).catchall(z.null());

const message = z
  .object({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    refusal: z.string().nullish(),
    tool_calls: z
      .array(z.object({ id: z.string(), type: z.literal('function'), function: functionCall }).catchall(z.null()))
      .nullish(),
    function_call: functionCall.nullish(),
    annotations: z.array(z.unknown()).max(0).nullish(),
  })
  .catchall(z.null());

const choiceSchema = z
  .object({
    index: z.int().min(0),
    message,
    finish_reason: z.string(),
    logprobs: logprobsSchema.nullish(),
    content_filter_results: filterResultsSchema.nullish(),
  })
  .catchall(z.null());

const wholeSchema = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.number(),
    model: z.string(),
    choices: z.array(choiceSchema).min(1),
    usage: z.looseObject({}).nullish(),
    system_fingerprint: z.string().nullish(),
    service_tier: z.string().nullish(),
    prompt_filter_results: z.array(z.unknown()).nullish(),
  })
  .catchall(z.null());

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
    system_fingerprint: whole.system_fingerprint ?? undefined,
    service_tier: whole.service_tier ?? undefined,
  };
  const hasUsage = includeUsage && usage !== undefined && usage !== null;
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
  const isText = typeof message.content === 'string';
  yield chunk({ role: 'assistant', content: isText ? '' : null, refusal: null });
  for (const { text, tokens } of piecesOf(message.content, logprobs?.content)) {
    yield chunk({ content: text }, tokens === undefined ? {} : { logprobs: { content: tokens, refusal: null } });
  }
  for (const { text, tokens } of piecesOf(message.refusal, logprobs?.refusal)) {
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

function piecesOf(
  text: string | null | undefined,
  tokens: readonly { readonly token: string }[] | null | undefined,
): TextPiece[] {
  return textPieces(text ?? '', tokens ?? undefined);
}
