import type { UpstreamErrorBody } from '../../openai/upstream-error-body.ts';
import type { FailureKind } from '../failure-table.ts';

/**
 * What Anthropic's refusals mean where Azure's mean something else. Its 400 tells a prompt that is too long and an
 * account without credit by its message alone; a model that is not there is one the gateway file names.
 */
export function anthropicFailureKind(status: number, { message = '' }: UpstreamErrorBody): FailureKind | undefined {
  switch (status) {
    case 400:
      if (tooLong.test(message)) return 'too-long';
      return noCredit.test(message) ? 'forbidden' : 'refused';
    case 402:
      return 'forbidden';
    case 404:
      return 'deployment-missing';
    case 529:
      return 'unavailable';
    default:
      return undefined;
  }
}

const tooLong = /prompt is too long|exceeds? (the )?context (limit|window)|context window/i;
const noCredit = /credit balance|usage limits?|spend limit/i;
