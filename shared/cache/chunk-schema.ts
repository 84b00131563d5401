import * as z from 'zod';
import { knownObject } from './known-object.ts';

// Lazy: most instances never turn a kept stream into a whole answer, and every start would build these.
const functionDelta = z.lazy(() => knownObject({ name: z.string().optional(), arguments: z.string().optional() }));

const toolCallDelta = z.lazy(() =>
  knownObject({
    index: z.int().min(0),
    id: z.string().optional(),
    type: z.literal('function').optional(),
    function: functionDelta.optional(),
  }),
);

const delta = z.lazy(() =>
  knownObject({
    role: z.string().optional(),
    content: z.string().optional(),
    refusal: z.string().optional(),
    tool_calls: z.array(toolCallDelta).optional(),
    function_call: functionDelta.optional(),
  }),
);

const tokenList = z.lazy(() => z.array(z.looseObject({ token: z.string() })).optional());

/** The log probabilities of a choice, of its content and of its refusal. */
export const logprobsSchema = z.lazy(() => knownObject({ content: tokenList, refusal: tokenList }));

/** Azure's verdicts on an answer, each under the name of its filter. */
export const filterResultsSchema = z.lazy(() => z.record(z.string(), z.unknown()));

const choice = z.lazy(() =>
  knownObject({
    index: z.int().min(0),
    delta: delta.optional(),
    finish_reason: z.string().optional(),
    logprobs: logprobsSchema.optional(),
    content_filter_results: filterResultsSchema.optional(),
    // Which part of the text a late verdict is on; of a whole answer it is on all.
    content_filter_offsets: z.unknown().optional(),
  }),
);

/** A chunk of a chat stream in which every member is known to add up to a member of a whole answer. */
export const chunkSchema = z.lazy(() =>
  knownObject({
    id: z.string().optional(),
    object: z.string().optional(),
    created: z.number().optional(),
    model: z.string().optional(),
    choices: z.array(choice),
    usage: z.looseObject({}).optional(),
    system_fingerprint: z.string().optional(),
    service_tier: z.string().optional(),
    prompt_filter_results: z.array(z.unknown()).optional(),
    // Padding against eavesdroppers who measure chunks.
    obfuscation: z.string().optional(),
  }),
);

/** What one chunk adds to one choice. */
export type ChoiceChunk = z.infer<typeof choice>;
