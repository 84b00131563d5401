import * as z from 'zod';
import type { ErrorCode } from '../../errors.ts';
import type { ApiAnswer, ApiOperation, ApiParameter } from './api-operation.ts';
import { errorAnswers } from './error-answers.ts';
import { acceptedAnswer, acceptFailures, idempotencyKeyParameter, preferParameter } from './long-work.ts';

type Described = Omit<ApiOperation, 'access' | 'parameters'> & {
  /** Default: any caller. */
  readonly access?: ApiOperation['access'];
  readonly parameters?: readonly ApiParameter[];
  /** What it may fail with beyond what every operation of its kind may. */
  readonly failures?: readonly ErrorCode[];
};

/**
 * An operation with what all of its kind have in common: the request's id, errors of keys and of bodies, and that a caller
 * need not wait for what it posts.
 */
export function describeOperation({ failures = [], ...own }: Described): ApiOperation {
  const { access = 'caller', parameters = [], answers, request, method } = own;
  const mayTakeLong = method === 'post' && request !== undefined;
  return {
    ...own,
    access,
    parameters: [...parameters, ...(mayTakeLong ? [preferParameter, idempotencyKeyParameter] : []), requestIdParameter],
    answers: {
      ...mapAnswers({ ...answers, ...(mayTakeLong ? { '202': acceptedAnswer } : {}) }),
      ...mapAnswers(
        errorAnswers([
          ...(request === undefined ? [] : bodyFailures),
          ...(access === 'open' ? [] : callerFailures),
          ...(mayTakeLong ? acceptFailures : []),
          ...failures,
          'internal_error',
        ]),
      ),
    },
  };
}

/** What any call of a model may fail with. */
export const modelFailures: readonly ErrorCode[] = [
  'invalid_request',
  'unsupported_parameter',
  'unsupported_operation',
  'context_length_exceeded',
  'content_filter',
  'upstream_refused',
  'model_not_allowed',
  'model_not_found',
  'conflict',
  'unprocessable_request',
  'rate_limit_exceeded',
  'budget_exceeded',
  'upstream_credential_refused',
  'upstream_deployment_missing',
  'upstream_malformed',
  'upstream_failed',
  'upstream_unavailable',
  'secret_unavailable',
  'upstream_timeout',
  'deadline_exceeded',
  'not_cached',
];

const callerFailures: readonly ErrorCode[] = [
  'invalid_api_key',
  'invalid_token',
  'caller_not_allowed',
  'operation_not_allowed',
  'identity_unavailable',
];

const bodyFailures: readonly ErrorCode[] = [
  'invalid_json',
  'invalid_request',
  'request_too_large',
  'unsupported_media_type',
];

const requestIdParameter: ApiParameter = {
  name: 'x-request-id',
  in: 'header',
  schema: z.string().max(128),
  isRequired: false,
  description: "The caller's own id for the request. Without one, or for one that is not clean, Sluice makes one.",
};

const requestIdHeader = {
  'x-request-id': { schema: z.string(), description: 'The id of the request, to report a failure with.' },
};

function mapAnswers(answers: Readonly<Record<string, ApiAnswer>>): Readonly<Record<string, ApiAnswer>> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { ...answer, headers: { ...answer.headers, ...requestIdHeader } },
    ]),
  );
}
