import type { Deployment } from '../config/config.ts';
import type { LearnedParameters } from '../deployments/deployment-state.ts';
import { findModel as builtIn, type Catalogue } from '../models/catalogue.ts';
import { requestParametersFor } from '../models/request-parameters.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { supportsParameter } from '../openai/api-versions.ts';
import type { UpstreamFailure } from './upstream-failure.ts';

/**
 * The caller's chat request as one deployment takes it: its own name as `model`, the token limit under the name its
 * model knows, and a request for usage on streams. Everything else goes up as it came.
 */
export function chatBody(
  chat: ChatRequest,
  deployment: Deployment,
  learned: LearnedParameters,
  findModel: Catalogue['findModel'] = builtIn,
): object {
  const { max_tokens: maxTokens, max_completion_tokens: maxCompletionTokens, ...rest } = chat;
  const limit = maxCompletionTokens ?? maxTokens;
  return {
    ...rest,
    model: deployment.deployment,
    ...(limit === undefined ? {} : { [tokenParameter(chat, deployment, learned, findModel)]: limit }),
    ...(asksForUsage(chat, deployment, learned)
      ? { stream_options: { ...chat.stream_options, include_usage: true } }
      : {}),
  };
}

/**
 * What a refusal of `body`'s parameters teaches about the deployment; `undefined` when it teaches nothing that Sluice
 * could do otherwise. Only what Sluice itself chose is learned from: a caller's own mistake stays the caller's.
 */
export function learnedFrom(
  failure: UpstreamFailure,
  chat: ChatRequest,
  deployment: Deployment,
  learned: LearnedParameters,
  findModel: Catalogue['findModel'] = builtIn,
): LearnedParameters | undefined {
  if (failure.kind !== 'refused' || failure.status !== 400) {
    return undefined;
  }
  const sent = tokenParameter(chat, deployment, learned, findModel);
  const other = sent === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  if (failure.param === sent && learned.tokenParameter === undefined && failure.wireCode === 'unsupported_parameter') {
    return { tokenParameter: other };
  }
  const isOurs = asksForUsage(chat, deployment, learned) && chat.stream_options === undefined;
  return isOurs && failure.param?.startsWith('stream_options') === true ? { streamOptions: false } : undefined;
}

function tokenParameter(
  chat: ChatRequest,
  deployment: Deployment,
  learned: LearnedParameters,
  findModel: Catalogue['findModel'],
): 'max_tokens' | 'max_completion_tokens' {
  if (learned.tokenParameter !== undefined) {
    return learned.tokenParameter;
  }
  if (requestParametersFor(findModel(deployment.model)).tokenParameter === 'max_completion_tokens') {
    return 'max_completion_tokens';
  }
  const isKnown = supportsParameter(deployment.apiVersion, 'max_completion_tokens');
  return chat.max_completion_tokens !== undefined && isKnown ? 'max_completion_tokens' : 'max_tokens';
}

function asksForUsage(chat: ChatRequest, deployment: Deployment, learned: LearnedParameters): boolean {
  return (
    chat.stream === true &&
    learned.streamOptions !== false &&
    supportsParameter(deployment.apiVersion, 'stream_options')
  );
}
