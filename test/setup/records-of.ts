import type { Parts } from '../../shared/gateway/parts.ts';
import type { UsageRecord } from '../../shared/usage/usage-record.ts';

/** Every record that a gateway's calls have left so far. */
export async function recordsOf({ usage }: Pick<Parts, 'usage'>): Promise<readonly UsageRecord[]> {
  if (usage === undefined) throw new Error('The gateway keeps no usage.');
  await usage.ledger.drain(1_000);
  return (await usage.store.scan({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }, 1_000)).records;
}
