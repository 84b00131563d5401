import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission } from './admission.ts';
import { isApiVersionServed } from './api-versions.ts';
import { refusalOfBearer, refusalOfCredentials } from './authentication.ts';
import { RefusedCall, azureError } from './azure-error.ts';
import type { AzureAnswer, ErrorContext, ErrorVariant } from './azure-error.ts';
import type { Call } from './call.ts';
import { completeChat } from './chat.ts';
import { completeText } from './completions.ts';
import { countCustomHeaders, maxCustomHeaders } from './custom-headers.ts';
import { embed } from './embeddings.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { serveAnthropic } from './anthropic/serve-anthropic.ts';
import { answerOrRefuse } from './answer-or-refuse.ts';
import { estimateOf } from './estimate-of.ts';
import { openEntry } from './open-entry.ts';
import type { ServeOptions } from './open-entry.ts';
import { wordsOf } from './words-of.ts';
import { modelEntry, modelsList } from './models-list.ts';
import { parseJsonObject } from './parse-body.ts';
import { playEarlyFault } from './play-early-fault.ts';
import { readBody } from './read-body.ts';
import type { Resource } from './resource.ts';
import { operationIdOf, routeOf } from './route.ts';
import type { Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';

/** Serves one call to a resource, `url` being relative to the resource: the whole of the simulated data plane. */
export async function serveCall(
  resource: Resource,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  if (resource.provider === 'anthropic') return serveAnthropic(resource, url, request, response, options);
  const route = routeAt(resource.provider, request.method ?? 'GET', url.pathname);
  const apiVersion = url.searchParams.get('api-version');
  const entry = openEntry(resource, request, response, options, {
    deployment: route?.deployment ?? '',
    operation: route?.operation ?? 'unknown',
    apiVersion: apiVersion ?? (route?.surface === 'v1' ? 'v1' : ''),
  });
  for (const [name, value] of Object.entries(ownHeaders(resource, request, entry))) response.setHeader(name, value);
  await answerOrRefuse(resource, response, entry, options, async () => {
    const bytes = await readBody(request);
    if (bytes !== undefined) await answerCall(resource, route, apiVersion, bytes, request, response, entry, options);
  });
}

/** OpenAI's paths are those of Azure's v1 surface without `/openai` before them. */
function routeAt(provider: Resource['provider'], method: string, path: string): Route | undefined {
  const route = routeOf(method, provider === 'openai' ? `/openai${path}` : path);
  return provider === 'openai' && route?.surface === 'dated' ? undefined : route;
}

function ownHeaders(resource: Resource, request: IncomingMessage, { id }: LedgerEntry): Record<string, string> {
  if (resource.provider === 'openai') return { 'x-request-id': id, 'openai-version': '2020-10-01' };
  const clientRequestId = request.headers['x-ms-client-request-id'];
  return {
    'apim-request-id': id,
    'x-ms-region': resource.region,
    ...(typeof clientRequestId === 'string' ? { 'x-ms-client-request-id': clientRequestId } : {}),
  };
}

async function answerCall(
  resource: Resource,
  route: Route | undefined,
  apiVersion: string | null,
  bytes: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LedgerEntry,
  options: ServeOptions,
): Promise<void> {
  const { ledger, faults, tokenDelayMs } = options;
  const refuse = (variant: ErrorVariant) => new RefusedCall(azureError(variant, contextOf(entry, resource)));
  const isAzure = resource.provider === 'azure-openai';
  if (isAzure && countCustomHeaders(request.headers) > maxCustomHeaders) throw refuse('headers-431');
  if (route === undefined || !isApiVersionServed(route.surface, apiVersion)) throw refuse('resource-404');
  const credentialRefusal = isAzure
    ? refusalOfCredentials(request.headers, route.surface, resource.access)
    : refusalOfBearer(request.headers, resource.access);
  if (credentialRefusal !== undefined) throw refuse(credentialRefusal);

  const body = route.operation === 'models' ? {} : parseJsonObject(bytes);
  entry.parameters = Object.keys(body);
  entry.stream = body['stream'] === true;
  if (route.surface === 'v1' && typeof body['model'] === 'string') entry.deployment = body['model'];
  const deployment = resource.deployment(entry.deployment);
  entry.model = deployment?.model ?? '';
  if (entry.deployment !== '') ledger.attribute(entry);

  const fault = faults.take(entry);
  entry.fault = fault?.kind;
  const context = contextOf(entry, resource);
  const word = (answer: AzureAnswer) => wordsOf(resource.provider, answer, entry.deployment);
  const answered = (status: number) => ledger.answered(entry, status);
  if (fault !== undefined && (await playEarlyFault(fault, response, context, answered, word))) return;
  if (route.operation === 'models') return serveModels(resource, route, response, entry, ledger, refuse);
  if (deployment === undefined) throw refuse('deployment-404');

  if (isAzure) response.setHeader('x-ms-deployment-name', deployment.name);
  if (isAzure) response.setHeader('x-ms-rai-invoked', 'true');
  const admission = deployment.admitter.admit(estimateOf(body));
  for (const [name, value] of Object.entries(admission.headers)) response.setHeader(name, value);
  if (admission.refusal !== undefined) throw throttle(admission.refusal, context);

  const { model, traits, admitter } = deployment;
  const call: Call = {
    provider: resource.provider,
    word,
    response,
    body,
    entry,
    ledger,
    surface: route.surface,
    context,
    model,
    traits,
    admitter,
    fault,
    tokenDelayMs,
  };
  switch (route.operation) {
    case 'chat/completions':
      return completeChat(call);
    case 'completions':
      return completeText(call);
    case 'embeddings':
      return embed(call);
  }
}

function serveModels(
  resource: Resource,
  route: Route,
  response: ServerResponse,
  entry: LedgerEntry,
  ledger: Ledger,
  refuse: (variant: ErrorVariant) => RefusedCall,
): void {
  if (route.model !== undefined && !resource.models.includes(route.model)) throw refuse('resource-404');
  ledger.answered(entry, 200);
  const body = route.model === undefined ? modelsList(resource.models) : modelEntry(route.model);
  sendAnswer(response, { status: 200, body, headers: {} });
}

function contextOf(entry: LedgerEntry, resource: Resource): ErrorContext {
  const { deployment, model, apiVersion, operation } = entry;
  return { deployment, model, apiVersion, region: resource.region, operationId: operationIdOf(operation) };
}

const throttleVariants: Readonly<Record<NonNullable<Admission['refusal']>['reason'], ErrorVariant>> = {
  tokens: 'throttled-new',
  requests: 'throttled-calls',
  'never-fits': 'throttled-86400',
  provisioned: 'throttled-provisioned',
};

function throttle({ reason, waitMs }: NonNullable<Admission['refusal']>, context: ErrorContext): RefusedCall {
  const variant = throttleVariants[reason];
  const answer = azureError(variant, context, Math.ceil(waitMs / 1000));
  return new RefusedCall({ ...answer, headers: { ...answer.headers, 'retry-after-ms': String(Math.ceil(waitMs)) } });
}
