import type { Deployment } from '../../shared/config/config.ts';
import { findModel } from '../../shared/models/catalogue.ts';
import { requestParametersFor } from '../../shared/models/request-parameters.ts';
import type { Credential } from '../../shared/secrets/credential.ts';

/** How a deployment is probed: by listing its resource's models, which is free, or by a smallest call, which is not. */
export type Probe = 'models' | 'call';

/** The probe for a model: what was asked for, but a call only of what chats or embeds, for the rest costs more than a token. */
export function probeFor(model: string, wanted: Probe): Probe {
  const { endpoints = ['chat'] } = findModel(model);
  return endpoints.includes('chat') || endpoints.includes('embeddings') ? wanted : 'models';
}

type ProbeRequest = { url: string; method: string; headers: Record<string, string>; body?: string };

/** The request of a probe, for `fetch`. */
export function probeRequest(deployment: Deployment, credential: Credential, probe: Probe): ProbeRequest {
  const key = credential.value.reveal();
  if (deployment.provider !== 'azure-openai') return foreignProbe(deployment, key, probe);
  const authorization: Record<string, string> =
    credential.kind === 'bearer' ? { authorization: `Bearer ${key}` } : { 'api-key': key };
  const endpoint = `${deployment.endpoint}/openai`;
  const query = deployment.apiVersion === 'v1' ? '' : `?api-version=${encodeURIComponent(deployment.apiVersion)}`;
  const isDated = /^\d/.test(deployment.apiVersion);
  if (probe === 'models') {
    return { url: `${endpoint}${isDated ? '' : '/v1'}/models${query}`, method: 'GET', headers: authorization };
  }
  const { operation, body } = smallestCall(deployment.model);
  const path = isDated ? `deployments/${encodeURIComponent(deployment.deployment)}` : 'v1';
  return {
    url: `${endpoint}/${path}/${operation}${query}`,
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ model: deployment.deployment, ...body }),
  };
}

function foreignProbe({ provider, endpoint, deployment, model }: Deployment, key: string, probe: Probe): ProbeRequest {
  const isAnthropic = provider === 'anthropic';
  const headers: Record<string, string> = isAnthropic
    ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
    : { authorization: `Bearer ${key}` };
  const surface = isAnthropic ? `${endpoint}/v1` : endpoint;
  if (probe === 'models') return { url: `${surface}/models`, method: 'GET', headers };
  const { operation, body } = smallestCall(model);
  return {
    url: `${surface}/${isAnthropic ? 'messages' : operation}`,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: deployment, ...body }),
  };
}

function smallestCall(model: string) {
  const facts = findModel(model);
  if (facts.endpoints?.includes('embeddings')) return { operation: 'embeddings', body: { input: 'a' } };
  const { tokenParameter } = requestParametersFor(facts);
  // A reasoning model that may not even begin to think answers 400.
  const answerTokens = facts.reasoning ? 16 : 1;
  const messages = [{ role: 'user', content: 'a' }];
  return { operation: 'chat/completions', body: { messages, [tokenParameter]: answerTokens } };
}
