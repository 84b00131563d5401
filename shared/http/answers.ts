import type { ReadableStream } from 'node:stream/web';
import type { ServedBy } from '../gateway/served-by.ts';
import type { GatewayError } from '../errors.ts';
import { formatDollars } from '../usage/format-dollars.ts';

/** What a route answers with: an `HttpAnswer` of Functions, in the narrower form that Sluice uses. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
};

/** A JSON answer: an object to be written, or the upstream's own bytes. */
export function jsonAnswer(body: object | Uint8Array, served?: ServedBy): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...(served === undefined ? {} : servedHeaders(served)) },
    body: body instanceof Uint8Array ? body : JSON.stringify(body),
  };
}

/** Which deployment served a call and how many attempts it took, as every served answer says. */
export function servedHeaders(served: ServedBy): Record<string, string> {
  return {
    'x-sluice-deployment': served.deployment.name,
    'x-sluice-attempts': String(served.attempts),
    ...(served.cache === undefined ? {} : { 'x-sluice-cache': served.cache }),
    ...spentHeaders(served),
    ...fitHeaders(served),
    ...served.limits,
    ...(served.degraded === undefined ? {} : { 'x-sluice-degraded': served.degraded }),
  };
}

/** What a call used: tokens, and dollars where its price is known. */
function spentHeaders({ spent }: ServedBy): Record<string, string> {
  if (spent === undefined) {
    return {};
  }
  const { tokens, nanoDollars } = spent;
  return {
    'x-sluice-tokens': String(tokens),
    ...(nanoDollars === undefined ? {} : { 'x-sluice-cost': formatDollars(nanoDollars) }),
  };
}

/** What was done to make a chat fit: its clamped maximum, and what of the prompt was left out. */
function fitHeaders({ fitted }: ServedBy): Record<string, string> {
  if (fitted === undefined || fitted.kind === 'unchanged') {
    return {};
  }
  const { kind, askedTokens, limit, removed } = fitted;
  // A bound says only that the prompt is no longer than that.
  const prompt = fitted.counted === 'bound' ? '' : `; prompt-tokens=${fitted.promptTokens}`;
  return {
    'x-sluice-fit': `${kind}${prompt}; removed-messages=${removed.messages}; removed-tokens=${removed.tokens}`,
    ...(limit === undefined || limit === askedTokens ? {} : { 'x-sluice-max-tokens': String(limit) }),
  };
}

/** An error in OpenAI's shape, with the wait it asks for in Azure's and in the standard header. */
export function errorAnswer(error: GatewayError): HttpAnswer {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/json',
      ...error.headers,
      ...retryHeaders(error.retryAfterMs),
      ...authenticateHeader(error),
    },
    body: JSON.stringify(error.toBody()),
  };
}

function retryHeaders(retryAfterMs: number | undefined): Record<string, string> {
  return retryAfterMs === undefined
    ? {}
    : { 'retry-after-ms': String(Math.ceil(retryAfterMs)), 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
}

function authenticateHeader(error: GatewayError): Record<string, string> {
  if (error.status !== 401) {
    return {};
  }
  return { 'www-authenticate': error.code === 'invalid_token' ? 'Bearer error="invalid_token"' : 'Bearer' };
}
