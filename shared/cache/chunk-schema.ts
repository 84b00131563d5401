import { z } from 'zod';

// A member that is not named here may say anything, so only its absence, or a `null`, is understood.
const functionDelta = z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).catchall(z.null());

const toolCallDelta = z
  .object({
    index: z.int().min(0),
    id: z.string().nullish(),
    type: z.literal('function').nullish(),
    function: functionDelta.nullish(),
  })
  .catchall(z.null());

const delta = z
  .object({
    role: z.string().nullish(),
    content: z.string().nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCallDelta).nullish(),
    function_call: functionDelta.nullish(),
  })
  .catchall(z.null());

const tokenList = z.array(z.looseObject({ token: z.string() })).nullish();

/** The log probabilities of a choice, of its content and of its refusal. */
export const logprobsSchema = z.object({ content: tokenList, refusal: tokenList }).catchall(z.null());

/** Azure's verdicts on an answer, each under the name of its filter. */
export const filterResultsSchema = z.record(z.string(), z.unknown());

const choice = z
  .object({
    index: z.int().min(0),
    delta: delta.nullish(),
    finish_reason: z.string().nullish(),
    logprobs: logprobsSchema.nullish(),
    content_filter_results: filterResultsSchema.nullish(),
    // Which part of the text a late verdict is on; of a whole answer it is on all.
    content_filter_offsets: z.unknown(),
  })
  .catchall(z.null());

/** A chunk of a chat stream in which every member is known to add up to a member of a whole answer. */
export const chunkSchema = z
  .object({
    id: z.string().optional(),
    object: z.string().optional(),
    created: z.number().optional(),
    model: z.string().optional(),
    choices: z.array(choice),
    usage: z.looseObject({}).nullish(),
    system_fingerprint: z.string().nullish(),
    service_tier: z.string().nullish(),
    prompt_filter_results: z.array(z.unknown()).nullish(),
    // Padding against eavesdroppers who measure chunks.
    obfuscation: z.string().nullish(),
  })
  .catchall(z.null());

/** What one chunk adds to one choice. */
export type ChoiceChunk = z.infer<typeof choice>;
