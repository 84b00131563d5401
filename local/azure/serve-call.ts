import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { estimateTokens } from './admission.ts';
import type { Admission } from './admission.ts';
import { isApiVersionServed } from './api-versions.ts';
import { refusalOfCredentials } from './authentication.ts';
import { RefusedCall, azureError } from './azure-error.ts';
import type { ErrorContext, ErrorVariant } from './azure-error.ts';
import { wasBrokenOff } from './break-off.ts';
import type { Call } from './call.ts';
import { completeChat } from './chat.ts';
import { completeText } from './completions.ts';
import { countCustomHeaders, maxCustomHeaders } from './custom-headers.ts';
import { embed } from './embeddings.ts';
import type { FaultList } from './fault-list.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { withoutCredentials } from './ledger.ts';
import { modelEntry, modelsList } from './models-list.ts';
import { parseJsonObject } from './parse-body.ts';
import { playEarlyFault } from './play-early-fault.ts';
import { readBody } from './read-body.ts';
import type { Resource } from './resource.ts';
import { operationIdOf, routeOf } from './route.ts';
import type { Route } from './route.ts';
import { sendAnswer } from './send-answer.ts';

export type ServeOptions = {
  readonly ledger: Ledger;
  readonly faults: FaultList;
  readonly tokenDelayMs: number;
  readonly now: () => number;
  /** Whether the resource is up; a connection that ends because it went down is no caller's hang-up. */
  readonly isUp: () => boolean;
};

/** Serves one call to a resource, `url` being relative to the resource: the whole of the simulated data plane. */
export async function serveCall(
  resource: Resource,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const { ledger } = options;
  const route = routeOf(request.method ?? 'GET', url.pathname);
  const apiVersion = url.searchParams.get('api-version');
  const entry = openEntry(resource, request, route, apiVersion ?? (route?.surface === 'v1' ? 'v1' : ''), options);
  response.once('close', () =>
    ledger.closed(entry, !response.writableFinished && !wasBrokenOff(response) && options.isUp()),
  );
  response.setHeader('apim-request-id', entry.id);
  response.setHeader('x-ms-region', resource.region);
  const clientRequestId = request.headers['x-ms-client-request-id'];
  if (typeof clientRequestId === 'string') response.setHeader('x-ms-client-request-id', clientRequestId);

  try {
    const bytes = await readBody(request);
    if (bytes !== undefined) await answerCall(resource, route, apiVersion, bytes, request, response, entry, options);
  } catch (error) {
    if (response.headersSent || response.closed) {
      if (!(error instanceof RefusedCall)) throw error;
      return;
    }
    // Anything but a refusal is the simulator's own mistake, and must be seen.
    const answer =
      error instanceof RefusedCall
        ? error.answer
        : { status: 500, body: { error: { code: 'SimulatorBug', message: String(error) } }, headers: {} };
    ledger.answered(entry, answer.status);
    sendAnswer(response, answer);
  }
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
  if (countCustomHeaders(request.headers) > maxCustomHeaders) throw refuse('headers-431');
  if (route === undefined || !isApiVersionServed(route.surface, apiVersion)) throw refuse('resource-404');
  const credentialRefusal = refusalOfCredentials(request.headers, route.surface, resource.access);
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
  if (
    fault !== undefined &&
    (await playEarlyFault(fault, response, context, (status) => ledger.answered(entry, status)))
  )
    return;
  if (route.operation === 'models') return serveModels(resource, route, response, entry, ledger, refuse);
  if (deployment === undefined) throw refuse('deployment-404');

  response.setHeader('x-ms-deployment-name', deployment.name);
  response.setHeader('x-ms-rai-invoked', 'true');
  const admission = deployment.admitter.admit(estimateOf(body));
  for (const [name, value] of Object.entries(admission.headers)) response.setHeader(name, value);
  if (admission.refusal !== undefined) throw throttle(admission.refusal, context);

  const { model, traits, admitter } = deployment;
  const call: Call = {
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

function openEntry(
  resource: Resource,
  request: IncomingMessage,
  route: Route | undefined,
  apiVersion: string,
  { ledger, now }: ServeOptions,
): LedgerEntry {
  const entry: LedgerEntry = {
    id: randomUUID(),
    resource: resource.name,
    deployment: route?.deployment ?? '',
    model: '',
    operation: route?.operation ?? 'unknown',
    apiVersion,
    status: 0,
    stream: false,
    promptTokens: 0,
    completionTokens: 0,
    totalTokens: 0,
    startedAt: now(),
    endedAt: undefined,
    cancelled: false,
    fault: undefined,
    parameters: [],
    headers: withoutCredentials(request.headers),
  };
  ledger.open(entry);
  return entry;
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

function estimateOf(body: Readonly<Record<string, unknown>>): number {
  const asked = body['max_completion_tokens'] ?? body['max_tokens'];
  const bestOf = body['best_of'];
  const characters = charactersIn(body['messages'] ?? body['input'] ?? body['prompt']);
  return estimateTokens(
    characters,
    typeof asked === 'number' ? asked : undefined,
    typeof bestOf === 'number' ? bestOf : 1,
  );
}

/** Characters of all strings in a value; data URLs are no text. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.startsWith('data:') ? 0 : value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + charactersIn(each), 0);
}
