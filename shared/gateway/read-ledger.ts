import { GatewayError } from '../errors.ts';
import type { UsageAnswer } from '../usage/usage-answer.ts';
import { parseUsageQuery } from '../usage/usage-query.ts';
import { readUsage } from '../usage/read-usage.ts';
import { UsageStoreError } from '../usage/usage-store-error.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';

/**
 * What was used, as the query's parameters ask: of the caller's own calls, or of everyone's for an admin caller. What
 * this instance has not written yet is written first. Throws `invalid_request`, `admin_required` to whoever asks for
 * another's and is no admin, and `usage_unavailable` where the store fails.
 */
export async function readLedger(
  parameters: Readonly<Record<string, string>>,
  { caller }: Call,
  { usage, now }: Pick<Parts, 'usage' | 'now'>,
): Promise<UsageAnswer> {
  // A call that begins in this very millisecond is in it.
  const asked = parseUsageQuery(parameters, now() + 1);
  const query = caller.admin ? asked : { ...asked, caller: caller.name };
  if (!caller.admin && asked.caller !== undefined && asked.caller !== caller.name) {
    throw new GatewayError('admin_required', "Only an admin caller sees others' usage.", { param: 'caller' });
  }
  if (usage === undefined) {
    throw new GatewayError('usage_unavailable', 'This gateway keeps no usage.');
  }
  await usage.ledger.drain(drainMs);
  try {
    return await readUsage(usage.store, query, mostRecords);
  } catch (error) {
    throw error instanceof UsageStoreError
      ? new GatewayError('usage_unavailable', 'The store of usage cannot be read now.', { cause: error })
      : error;
  }
}

const drainMs = 2_000;
/** About a second of reading. */
const mostRecords = 200_000;
