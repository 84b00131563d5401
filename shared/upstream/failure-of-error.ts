import { APIConnectionTimeoutError } from 'openai';
import { readErrorBody, type UpstreamErrorBody } from '../openai/upstream-error-body.ts';
import { retryAfterInTextMs, retryAfterMs, type HeaderReader } from '../resilience/retry-after.ts';
import { UpstreamFailure } from './upstream-failure.ts';
import type { FailureKind } from './failure-table.ts';

/** What a provider's refusals mean where it differs from Azure OpenAI; `undefined` where it does not. */
export type FailureDialect = (status: number, body: UpstreamErrorBody) => FailureKind | undefined;

/**
 * Turns whatever an attempt threw into the failure it is. `errorText` gives the whole text of an error answer by its
 * headers, because the clients keep only bodies in their own shape and not every answer is.
 */
export function failureOfError(
  error: unknown,
  deployment: string,
  errorText: (headers: Headers) => string | undefined,
  nowMs: number,
  dialect?: FailureDialect,
): UpstreamFailure {
  if (error instanceof UpstreamFailure) {
    return error;
  }
  if (isStatusError(error)) {
    return failureOfAnswer(error.status, error.headers, errorText(error.headers) ?? '', deployment, nowMs, dialect);
  }
  return failureOfTransport(error, deployment);
}

/** The failure that an error answer is: status, headers and the text of its body, in any of a provider's shapes. */
export function failureOfAnswer(
  status: number,
  headers: HeaderReader,
  text: string,
  deployment: string,
  nowMs: number,
  dialect?: FailureDialect,
): UpstreamFailure {
  const body = readErrorBody(text);
  const wait = retryAfterMs(headers, nowMs) ?? (status === 429 ? retryAfterInTextMs(body.message ?? '') : undefined);
  const kind = dialect?.(status, body) ?? kindOf(status, body, wait);
  const isAboutRequest = requestKinds.has(kind);
  return new UpstreamFailure(
    kind,
    isAboutRequest ? (body.message ?? said(kind, deployment, status)) : said(kind, deployment, status),
    {
      status,
      retryAfterMs: wait,
      param: isAboutRequest ? body.param : undefined,
      wireCode: isAboutRequest ? wireCode(kind, body) : undefined,
      innererror: kind === 'filtered' ? body.innererror : undefined,
      upstreamRequestId: upstreamRequestIdOf(headers),
    },
  );
}

/** The upstream's own id of a request: Azure's, OpenAI's or Anthropic's. */
export function upstreamRequestIdOf(headers: HeaderReader): string | undefined {
  return headers.get('apim-request-id') ?? headers.get('x-request-id') ?? headers.get('request-id') ?? undefined;
}

/** An error inside a 200 answer or stream. `error` is the value of its `error` member, as it came. */
export function failureOfErrorObject(error: unknown, deployment: string): UpstreamFailure {
  const body = readErrorBody(JSON.stringify({ error }));
  if (body.contentFilter === true) {
    return new UpstreamFailure('filtered', body.message ?? 'The content filter stopped the answer.', {
      status: 200,
      param: body.param,
      innererror: body.innererror,
    });
  }
  const kind = kindsInside.get(body.code ?? '') ?? 'failed';
  return new UpstreamFailure(kind, `Deployment ${deployment} reported an error inside its answer.`, { status: 200 });
}

// Codes that say more than that the answer failed. OpenAI and Azure send the first two, Anthropic the others.
const kindsInside: ReadonlyMap<string, FailureKind> = new Map([
  ['429', 'throttled'],
  ['rate_limit_exceeded', 'throttled'],
  ['rate_limit_error', 'throttled'],
  ['overloaded_error', 'unavailable'],
  ['timeout_error', 'timed-out'],
]);

/** What the official clients throw for an answer with an error status; each has a class of its own for it. */
function isStatusError(error: unknown): error is Error & { status: number; headers: Headers } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    'headers' in error &&
    error.headers instanceof Headers
  );
}

function kindOf(status: number, body: UpstreamErrorBody, wait: number | undefined): FailureKind {
  switch (status) {
    case 400:
      return kindOfBadRequest(body);
    case 401:
      return 'credential-refused';
    case 403:
      return 'forbidden';
    case 404:
      return body.code === 'model_not_found' ? 'refused' : 'deployment-missing';
    case 408:
    case 504:
      return 'timed-out';
    case 409:
      return 'conflicting';
    case 413:
      return 'too-large';
    case 415:
      return 'unsupported-media';
    case 422:
      return 'unprocessable';
    case 429:
      return wait !== undefined && wait >= neverFitsMs ? 'never-fits' : 'throttled';
    case 503:
      return 'unavailable';
    default:
      return status >= 500 || status === 499 || status < 400 ? 'failed' : 'refused';
  }
}

function kindOfBadRequest(body: UpstreamErrorBody): FailureKind {
  if (body.contentFilter === true) {
    return 'filtered';
  }
  if (body.code === 'context_length_exceeded') {
    return 'too-long';
  }
  return body.code === 'DeploymentNotFound' ? 'deployment-missing' : 'refused';
}

// Azure says "retry after 86400 seconds" of a request whose estimate exceeds the deployment's whole quota.
const neverFitsMs = 3_600_000;

/** Kinds whose upstream message speaks of the caller's own request, and so may reach the caller. */
const requestKinds: ReadonlySet<FailureKind> = new Set([
  'filtered',
  'too-long',
  'refused',
  'too-large',
  'unsupported-media',
  'unprocessable',
]);

/** The upstream's code where it is a word a client library may know; numbers such as "400" say nothing. */
function wireCode(kind: FailureKind, body: UpstreamErrorBody): string | undefined {
  return kind !== 'filtered' && kind !== 'too-long' && /^[a-zA-Z_]{1,64}$/.test(body.code ?? '')
    ? body.code
    : undefined;
}

function said(kind: FailureKind, deployment: string, status: number): string {
  switch (kind) {
    case 'throttled':
      return `Deployment ${deployment} is over its rate limit. Wait for the time in retry-after and try again.`;
    case 'never-fits':
      return `The request is larger than the whole quota of deployment ${deployment}. Ask for fewer tokens, or raise its capacity.`;
    case 'credential-refused':
      return `Deployment ${deployment} refused Sluice's credential. Check its key or its role assignment; your own key is fine.`;
    case 'forbidden':
      return `Deployment ${deployment} refused access to Sluice (firewall, disabled key authentication, a blocked resource or no credit).`;
    case 'deployment-missing':
      return `Deployment ${deployment} does not exist on its resource, or not in its API version. Check the gateway file.`;
    default:
      return `Deployment ${deployment} answered with status ${status}.`;
  }
}

function failureOfTransport(error: unknown, deployment: string): UpstreamFailure {
  const causes = [...causesOf(error)];
  const codes = causes.map(codeOf);
  if (error instanceof APIConnectionTimeoutError || codes.includes('UND_ERR_CONNECT_TIMEOUT')) {
    return new UpstreamFailure('unreachable', `Deployment ${deployment} did not accept a connection in time.`, {
      cause: error,
    });
  }
  // undici's parser gives a code to most of what is not HTTP, but none to an answer that does not even begin as HTTP.
  if (causes.some(({ name }) => name === 'HTTPParserError') || codes.includes('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) {
    return new UpstreamFailure('malformed', `Deployment ${deployment} did not answer in HTTP.`, { cause: error });
  }
  const reason = codes.map((code) => transportReasons.get(code)).find((text) => text !== undefined);
  return new UpstreamFailure(
    'unreachable',
    `Deployment ${deployment} could not be reached${reason === undefined ? '' : `: ${reason}`}.`,
    { cause: error },
  );
}

const transportReasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was reset'],
  ['UND_ERR_SOCKET', 'the connection was closed'],
  ['EPIPE', 'the connection was closed'],
  ['ENOTFOUND', 'its host name is unknown'],
  ['EAI_AGAIN', 'its host name could not be resolved'],
  ['ETIMEDOUT', 'the connection timed out'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its TLS certificate is not trusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its TLS certificate is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its TLS certificate is not trusted'],
  ['CERT_HAS_EXPIRED', 'its TLS certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its TLS certificate is for another host'],
  ['EPROTO', 'it did not speak TLS'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it did not speak TLS'],
]);

function* causesOf(error: unknown): Generator<Error> {
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 8; depth += 1) {
    yield current;
    current = current.cause;
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
