import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLedger } from '../../../shared/gateway/read-ledger.ts';
import type { UsageStore } from '../../../shared/usage/usage-store.ts';
import { UsageStoreError } from '../../../shared/usage/usage-store-error.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { usageRecord } from '../../setup/usage-record.ts';

let running: GatewayParts;
beforeAll(async () => {
  running = await startGatewayParts();
  for (const caller of ['tests', 'others']) {
    running.parts.usage?.ledger.append(usageRecord({ id: caller, caller, atMs: Date.now() - 1_000 }));
  }
});
afterAll(() => running.stop());

const callersSeen = async (admin: boolean, parameters: Record<string, string> = {}) => {
  const call = running.call({ caller: { ...running.caller, admin } });
  const { data } = await readLedger({ group_by: 'caller', ...parameters }, call, running.parts);
  return data.map((row) => ('group' in row ? row.group.caller : undefined));
};

it('shows a caller their own calls, and an admin caller all', async () => {
  expect(await callersSeen(false)).toEqual(['tests']);
  expect(await callersSeen(true)).toEqual(['others', 'tests']);
  expect(await callersSeen(true, { caller: 'others' })).toEqual(['others']);
});

it("refuses a caller who asks for another's", async () => {
  await expect(callersSeen(false, { caller: 'others' })).rejects.toMatchObject({ code: 'admin_required' });
});

it('is unavailable where there is no ledger or its store cannot be read, and hides no bug', async () => {
  const usage = running.parts.usage ?? expect.unreachable('The fixture keeps usage.');
  const failing = (error: Error) => {
    const store: UsageStore = { ...usage.store, scan: () => Promise.reject(error) };
    return readLedger({}, running.call(), { ...running.parts, usage: { ...usage, store } });
  };
  await expect(readLedger({}, running.call(), { ...running.parts, usage: undefined })).rejects.toMatchObject({
    code: 'usage_unavailable',
  });
  await expect(failing(new UsageStoreError('unavailable', 'down'))).rejects.toMatchObject({
    code: 'usage_unavailable',
    status: 503,
  });
  await expect(failing(new TypeError('a bug'))).rejects.toThrow('a bug');
});
