import type { UpstreamErrorBody } from '../../openai/upstream-error-body.ts';
import type { FailureKind } from '../failure-table.ts';

/**
 * What OpenAI's refusals mean where Azure's mean something else. An account without credit is a 429 that no wait
 * mends; a model that is not there, or not for this key, is one the gateway file names.
 */
export function openaiFailureKind(status: number, { code, type }: UpstreamErrorBody): FailureKind | undefined {
  if (status === 429 && (code === 'insufficient_quota' || type === 'insufficient_quota')) {
    return 'forbidden';
  }
  return status === 404 && code === 'model_not_found' ? 'deployment-missing' : undefined;
}
