import { modelEntrySchema } from '../../model-entry.ts';
import { isJsonObject, type JsonObject } from '../../openai/json-object.ts';

const efforts = modelEntrySchema
  .unwrap()
  .shape.reasoningEfforts.unwrap()
  .element.options.map((effort) => `\`${effort}\``);

const chat = {
  model: "A model's alias, or a deployment's name. On Azure's dated surface the path names it instead.",
  messages: 'The chat so far, oldest message first.',
  stream: 'Whether to answer as an event stream.',
  stream_options: 'With `include_usage` a last chunk tells what was used.',
  n: 'How many answers to make.',
  max_tokens: 'Longest answer, in tokens. Sluice sends it under the name that the model takes.',
  max_completion_tokens: 'Longest answer, reasoning included, in tokens.',
  temperature: 'How freely the model chooses its words, 0 to 2.',
  top_p: 'The share of likely words that the model chooses among, 0 to 1.',
  presence_penalty: 'How much a word that has occurred is avoided, -2 to 2.',
  frequency_penalty: 'How much a word is avoided for each time it has occurred, -2 to 2.',
  logprobs: 'Whether to tell how likely each token was.',
  top_logprobs: 'Of how many other tokens to tell it at each place.',
  logit_bias: 'Token ids, and how much each is favoured, -100 to 100.',
  stop: 'Up to four texts at which the answer ends.',
  seed: 'The same seed makes the same answer likelier.',
  tools: 'What the model may call.',
  tool_choice: '`auto`, `none`, `required`, or the tool that is to be called.',
  parallel_tool_calls: 'Whether several tools may be called at once.',
  functions: 'The older form of `tools`.',
  function_call: 'The older form of `tool_choice`.',
  response_format: '`json_schema` with a schema, `json_object` or `text`.',
  modalities: 'Kinds of output: `text`, `audio`.',
  audio: 'Voice and format of spoken output.',
  prediction: 'Text that much of the answer is expected to be.',
  reasoning_effort: `How long a reasoning model may think, in a word that it takes: ${efforts.join(', ')}.`,
  verbosity: 'How long an answer is to be: `low`, `medium`, `high`.',
  service_tier: 'The processing tier of the upstream.',
  store: 'Whether the upstream may keep the answer.',
  metadata: 'Up to 16 pairs that the upstream keeps with the answer.',
  user: 'An id of the end user, for the upstream’s own watch against abuse.',
} as const;

/**
 * What the members of requests mean, by the name of the component. They stand here and not in the schemas that parse
 * requests, because each description would cost every cold start a copy of its schema.
 */
export const memberDescriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ChatRequest: chat,
  ChatMessage: {
    role: '`system`, `developer`, `user`, `assistant` or `tool`.',
    content: 'A text, or parts: `text`, `image_url`, `input_audio`, `file`.',
    name: 'The name of who speaks.',
    tool_calls: "The tools that the model called, in an assistant's message.",
    tool_call_id: 'Which of those calls a message of the role `tool` answers.',
  },
  EmbeddingsRequest: {
    model: chat.model,
    input: 'A text, texts, one text as tokens, or texts as tokens. More than 2,048 are sent in several calls.',
    encoding_format: '`float`, or `base64`: little-endian 32-bit floats.',
    dimensions: 'The length of the vectors, where the model leaves a choice.',
    user: chat.user,
  },
  GenerateRequest: {
    provider: 'Leaves only deployments of this provider to serve.',
    model: "A model's alias.",
    prompt: 'What is asked. Either this or `messages`.',
    messages: 'The chat so far, oldest message first. Either this or `prompt`.',
    system: 'Instructions that stand before everything else.',
    maxTokens: 'Longest answer, in tokens.',
    temperature: chat.temperature,
    topP: chat.top_p,
    stop: chat.stop,
    tools: chat.tools,
    toolChoice: '`auto`, `none`, `required`, or an object with the name of a tool.',
    parallelToolCalls: chat.parallel_tool_calls,
    schema: 'The JSON Schema that the answer is held to.',
    reasoningEffort: chat.reasoning_effort,
    user: chat.user,
  },
  TokenCountRequest: {
    ...chat,
    model: "A model's alias.",
    messages: 'A chat to count. Exactly one of `messages`, `input` and `text` is given.',
    input: 'A text or texts to count.',
    text: 'A text to count.',
  },
  MessagesTokenCountRequest: {
    model: "A model's alias.",
    messages: "The chat, in Anthropic's form.",
    system: 'Its instructions, as a text or as blocks.',
    tools: 'What the model may call.',
  },
  SplitRequest: {
    model: 'The model whose tokens are counted.',
    text: 'The text to split.',
    max_tokens: 'Most tokens of a chunk, at least 4.',
    overlap_tokens: 'What consecutive chunks have in common, at most a quarter of a chunk.',
  },
  SummaryRequest: {
    model: 'The model that summarises.',
    text: 'The text, however long.',
    max_tokens: 'Longest summary, in tokens. Default: 512.',
    instructions: 'What matters, and in which manner to write.',
    stream: 'Whether to answer as an event stream that tells the progress.',
  },
  BatchRequest: {
    requests: 'Up to 1,000 requests. One that is wrong fails by itself, and none of the others with it.',
    concurrency: 'How many are under way at once, 1 to 32.',
    stop_on_error: 'Whether nothing more is begun once one has failed.',
  },
  BatchItem: {
    id: "The caller's own name for it, which its result repeats.",
    custom_id: 'The same, as OpenAI’s batch files call it.',
    method: 'Always `POST`.',
    path: 'Which operation it is for. Default: a chat.',
    url: 'The same, as OpenAI’s batch files call it.',
    body: 'What a single call would send; not streamed.',
  },
};

/** The components with the descriptions of their members. */
export function withMemberDescriptions(
  components: Readonly<Record<string, JsonObject>>,
): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => [name, described(schema, memberDescriptions[name] ?? {})]),
  );
}

function described(schema: JsonObject, descriptions: Readonly<Record<string, string>>): JsonObject {
  const { properties } = schema;
  if (!isJsonObject(properties)) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [
        name,
        descriptions[name] === undefined || !isJsonObject(member)
          ? member
          : { description: descriptions[name], ...member },
      ]),
    ),
  };
}
