import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerOrRefuse } from '../answer-or-refuse.ts';
import { azureError, RefusedCall } from '../azure-error.ts';
import type { AzureAnswer, ErrorContext, ErrorVariant } from '../azure-error.ts';
import { estimateOf } from '../estimate-of.ts';
import type { LedgerEntry } from '../ledger.ts';
import { openEntry } from '../open-entry.ts';
import type { ServeOptions } from '../open-entry.ts';
import { parseJsonObject } from '../parse-body.ts';
import { playEarlyFault } from '../play-early-fault.ts';
import { countPromptTokens } from '../prompt-tokens.ts';
import { readBody } from '../read-body.ts';
import type { Deployment, Resource } from '../resource.ts';
import { sendAnswer } from '../send-answer.ts';
import { wordsOf } from '../words-of.ts';
import { answerMessages } from './answer-messages.ts';
import { invalidMessages } from './anthropic-error.ts';
import { chatOfMessages } from './chat-of-messages.ts';
import { parseMessages } from './messages-request.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

/** Serves one call to a resource that is Anthropic: messages, their tokens counted, and the list of models. */
export async function serveAnthropic(
  resource: Resource,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const operation = operationOf(request.method ?? 'GET', url.pathname);
  const version = String(request.headers['anthropic-version'] ?? '');
  const entry = openEntry(resource, request, response, options, {
    deployment: '',
    operation: operation ?? 'unknown',
    apiVersion: version,
  });
  response.setHeader('request-id', entry.id);
  await answerOrRefuse(resource, response, entry, options, async () => {
    const bytes = await readBody(request);
    if (bytes === undefined) return;
    const context = {
      deployment: '',
      model: '',
      region: resource.region,
      apiVersion: version,
      operationId: 'Messages',
    };
    const refuse = (variant: ErrorVariant) => new RefusedCall(azureError(variant, context));
    if (operation === undefined) throw refuse('resource-404');
    if (!isKnown(request, resource)) throw refuse('key-401');
    if (!versions.has(version)) throw invalidMessages('anthropic-version: A valid version header is required');
    if (operation === 'models') return serveModels(resource, response, entry, options);
    await answerCall(resource, operation, version, parseJsonObject(bytes), response, entry, options, context);
  });
}

const versions = new Set(['2023-06-01', '2026-10-21']);

type Operation = 'messages' | 'messages/count_tokens' | 'models';

function operationOf(method: string, path: string): Operation | undefined {
  if (method === 'GET') return path === '/v1/models' ? 'models' : undefined;
  if (method !== 'POST') return undefined;
  return (['messages', 'messages/count_tokens'] as const).find((operation) => path === `/v1/${operation}`);
}

/** The key counts before the bearer where both come. */
function isKnown({ headers }: IncomingMessage, { access }: Resource): boolean {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'] ?? bearer;
  return typeof key === 'string' && access.keys.includes(key);
}

async function answerCall(
  resource: Resource,
  operation: Exclude<Operation, 'models'>,
  version: string,
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
  entry: LedgerEntry,
  options: ServeOptions,
  context: ErrorContext,
): Promise<void> {
  const { ledger, faults, tokenDelayMs } = options;
  entry.parameters = Object.keys(body);
  entry.stream = body['stream'] === true;
  entry.deployment = typeof body['model'] === 'string' ? body['model'] : '';
  const deployment = resource.deployment(entry.deployment);
  entry.model = deployment?.model ?? '';
  if (entry.deployment !== '') ledger.attribute(entry);

  const fault = faults.take(entry);
  entry.fault = fault?.kind;
  const word = (answer: AzureAnswer) => wordsOf(resource.provider, answer, entry.deployment);
  const answered = (status: number) => ledger.answered(entry, status);
  if (fault !== undefined && (await playEarlyFault(fault, response, context, answered, word))) return;
  if (deployment === undefined) throw new RefusedCall(azureError('deployment-404', context));
  if (operation === 'messages/count_tokens') return countTokens(body, deployment, response, answered);

  const { headers, refusal } = deployment.admitter.admit(estimateOf(body));
  for (const [name, value] of Object.entries(rateLimitHeaders(headers, options.now()))) response.setHeader(name, value);
  if (refusal !== undefined) {
    throw new RefusedCall(azureError('throttled-new', context, Math.ceil(refusal.waitMs / 1000)));
  }
  const { model, traits, admitter } = deployment;
  await answerMessages(
    {
      provider: resource.provider,
      word,
      response,
      body,
      entry,
      ledger,
      surface: 'v1',
      context,
      model,
      traits,
      admitter,
      fault,
      tokenDelayMs,
    },
    version,
  );
}

function countTokens(
  body: Readonly<Record<string, unknown>>,
  { model }: Deployment,
  response: ServerResponse,
  answered: (status: number) => void,
): void {
  const request = parseMessages({ max_tokens: 1, ...body });
  answered(200);
  const tokens = countPromptTokens(chatOfMessages(request), model);
  sendAnswer(response, { status: 200, headers: {}, body: { input_tokens: tokens } });
}

function serveModels(resource: Resource, response: ServerResponse, entry: LedgerEntry, { ledger }: ServeOptions): void {
  ledger.answered(entry, 200);
  const data = [...new Set(resource.models)].map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-01-01T00:00:00Z',
  }));
  const body = { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  sendAnswer(response, { status: 200, headers: {}, body });
}
