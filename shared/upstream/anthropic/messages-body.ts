import { createHash } from 'node:crypto';
import type { MessageCreateParams, OutputConfig } from '@anthropic-ai/sdk/resources/messages';
import type { Deployment } from '../../config/config.ts';
import { findModel as builtIn, type Catalogue } from '../../models/catalogue.ts';
import type { ModelFacts } from '../../models/model-facts.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import { isJsonObject } from '../../openai/json-object.ts';
import { inexpressible } from './inexpressible.ts';
import { checkParameters } from './parameter-table.ts';
import { thinkingFor, type Thinking } from './thinking.ts';
import { toolSetting } from './tools.ts';
import { turnsOf } from './turns.ts';

/** A request to the Messages API, and the API version it needs where that is not the client's own. */
export type MessagesCall = { readonly body: MessageCreateParams; readonly version: string | undefined };

type Sampling = { readonly temperature?: number; readonly top_p?: number };

/**
 * A chat request as Anthropic takes it. Throws `UpstreamFailure` of the kind `inexpressible`, naming the member, for
 * what Anthropic has no notion of; the table of parameters says which those are.
 */
export function messagesCall(
  chat: ChatRequest,
  deployment: Pick<Deployment, 'deployment' | 'model'>,
  findModel: Catalogue['findModel'] = builtIn,
): MessagesCall {
  checkParameters(chat);
  const facts = factsOf(deployment.model, findModel);
  const { system, messages } = turnsOf(chat.messages);
  const maxTokens = chat.max_completion_tokens ?? chat.max_tokens ?? facts.maxOutputTokens ?? presumedMaxTokens;
  const thinking = thinkingFor(chat.reasoning_effort, { facts, maxTokens, messages });
  const sampling = samplingOf(chat, facts, thinking);
  const outputConfig = outputConfigOf(chat, thinking);
  const tier = serviceTier(chat.service_tier);
  const userId = userIdOf(chat);
  const stop = stopSequences(chat.stop);
  return {
    body: {
      model: deployment.deployment,
      max_tokens: maxTokens,
      ...(system.length === 0 ? {} : { system }),
      messages,
      ...toolSetting(chat, messages),
      ...(stop.length === 0 ? {} : { stop_sequences: stop }),
      ...(thinking.thinking === undefined ? {} : { thinking: thinking.thinking }),
      ...(outputConfig === undefined ? {} : { output_config: outputConfig }),
      ...(tier === undefined ? {} : { service_tier: tier }),
      ...(userId === undefined ? {} : { metadata: { user_id: userId } }),
      ...(chat.stream === true ? { stream: true } : {}),
      ...sampling,
    },
    version: Object.keys(sampling).length === 0 ? undefined : lastVersionWithSampling,
  };
}

/** A model sold by others too may be known by their entry first, which says less of Anthropic's own parameters. */
function factsOf(model: string, findModel: Catalogue['findModel']): ModelFacts {
  const own = findModel(`anthropic/${model}`);
  return own.entry === undefined ? findModel(model) : own;
}

// Later versions refuse temperature and top_p of every model, even at their defaults.
const lastVersionWithSampling = '2023-06-01';

// A model that the catalogue lacks is newer than it, and every one since 3.5 can answer that much.
const presumedMaxTokens = 8_192;

function samplingOf(chat: ChatRequest, facts: ModelFacts, { thinking }: Thinking): Sampling {
  const { temperature, top_p: topP } = chat;
  if (typeof temperature === 'number' && temperature > 1) {
    throw inexpressible('temperature', 'its scale ends at 1');
  }
  const given = {
    ...(typeof temperature === 'number' && temperature !== 1 ? { temperature } : {}),
    ...(typeof topP === 'number' && topP !== 1 ? { top_p: topP } : {}),
  };
  const [name] = Object.keys(given);
  if (name !== undefined && facts.temperature === 'refused') {
    throw inexpressible(name, 'this model takes none');
  }
  if (name === 'temperature' && thinking !== undefined && thinking.type !== 'disabled') {
    throw inexpressible(name, 'a model that thinks takes none');
  }
  return given;
}

function outputConfigOf({ response_format: format }: ChatRequest, { effort }: Thinking): OutputConfig | undefined {
  const config: OutputConfig = {
    ...(effort === undefined ? {} : { effort }),
    ...(format === null || format === undefined || format.type === 'text' ? {} : { format: outputFormat(format) }),
  };
  return Object.keys(config).length === 0 ? undefined : config;
}

function outputFormat(format: NonNullable<ChatRequest['response_format']>): NonNullable<OutputConfig['format']> {
  const described = format['json_schema'];
  if (format.type !== 'json_schema' || !isJsonObject(described) || !isJsonObject(described['schema'])) {
    throw inexpressible('response_format', 'it can be held to a JSON schema only; send json_schema with its schema');
  }
  return { type: 'json_schema', schema: { ...described['schema'] } };
}

function serviceTier(tier: string | null | undefined): 'auto' | 'standard_only' | undefined {
  switch (tier) {
    case null:
    case undefined:
      return undefined;
    case 'auto':
      return 'auto';
    case 'default':
      return 'standard_only';
    default:
      throw inexpressible('service_tier', 'it knows auto and default');
  }
}

function userIdOf(chat: ChatRequest): string | undefined {
  const user = chat['safety_identifier'] ?? chat.user;
  return typeof user === 'string' && user !== '' ? createHash('sha256').update(user).digest('hex') : undefined;
}

function stopSequences(stop: ChatRequest['stop']): string[] {
  return typeof stop === 'string' ? [stop] : [...(stop ?? [])];
}
