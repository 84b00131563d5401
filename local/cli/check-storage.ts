import { GatewayError } from '../../shared/errors.ts';
import { storageStatus } from '../../shared/jobs/storage-failure.ts';
import type { CheckResult } from './check-result.ts';

/** What an app needs in its storage account: the role that gives it to an identity, where an identity asks. */
export type StorageNeed = { readonly role: string; readonly isIdentity: boolean };

/**
 * Does work in the storage account of the app, for a finding, and says what came of it. Never throws; a connection
 * string, which is a secret, is not shown.
 */
export async function checkStorage(
  work: (signal: AbortSignal) => Promise<string>,
  need: StorageNeed,
  now: () => number,
): Promise<CheckResult> {
  const startedAt = now();
  try {
    return { state: 'ok', finding: await work(AbortSignal.timeout(timeLimitMs)), latencyMs: now() - startedAt };
  } catch (error) {
    return { state: 'failed', finding: adviceOn(error, need), latencyMs: now() - startedAt };
  }
}

/**
 * Asks for the removal of something that is not there, which whoever may write may ask for: it changes nothing, and
 * needs no more than the app does. Resolves to the service's word for what is missing.
 */
export async function removeNothing(removal: () => Promise<unknown>): Promise<string> {
  try {
    await removal();
    return '';
  } catch (error) {
    // A service looks at permissions first. Queues answer 400 to a message that cannot be theirs.
    if (error instanceof Error && [400, 404].includes(storageStatus(error) ?? 0)) {
      return `${codeOf(error)} ${error.message}`;
    }
    throw error;
  }
}

/** What is found where it exists, and where it does not yet. */
export function storageFinding(missing: string, what: 'table' | 'queue' | 'container'): string {
  const isThere = !new RegExp(`${what}(Not|DoesNot|BeingDeleted)`, 'i').test(missing);
  return isThere ? 'can be written' : `no such ${what} yet: it is made when it is needed`;
}

function adviceOn(error: unknown, { role, isIdentity }: StorageNeed): string {
  if (error instanceof GatewayError) return error.message;
  if (!(error instanceof Error)) return unreachable;
  const status = storageStatus(error) ?? 0;
  if (status === 401 || status === 403) {
    const why = isIdentity
      ? `the identity lacks the role ${role} on the account`
      : 'the key in AzureWebJobsStorage is refused';
    return `HTTP ${status}: ${why}, or the firewall of the account keeps this machine out`;
  }
  if (status >= 400)
    return `HTTP ${status}: check that AzureWebJobsStorage names an account with tables, queues and blobs`;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return 'no answer in time; check the network path and the firewall of the account';
  }
  const code = codeOf(error);
  if (code === 'ENOTFOUND') return 'ENOTFOUND: there is no such account; check AzureWebJobsStorage';
  return `${code}: ${unreachable}`;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const unreachable = 'could not be reached; check AzureWebJobsStorage and the network';
const timeLimitMs = 15_000;
