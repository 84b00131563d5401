import { afterEach, describe, expect, it } from 'vitest';
import { complete } from '../../../shared/gateway/complete.ts';
import { readBudgets, readLimits } from '../../../shared/gateway/read-limits.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

async function start(admin: boolean): Promise<void> {
  running = await startGatewayParts({
    caller: {
      admin,
      limits: { requestsPerMinute: 9, models: { 'gpt-4o': { tokensPerMinute: 5_000 } } },
      budgets: [
        { dollars: 1, per: 'total' },
        { tokens: 500, per: 'day', timeZone: 'Europe/Berlin', for: 'session' },
      ],
    },
  });
  await complete(
    { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why?' }], max_tokens: 5 },
    running.call({ session: 's' }),
    running.parts,
  );
}

describe('readLimits and readBudgets', () => {
  it('tell how rates and budgets stand after a call', async () => {
    await start(false);
    const rates = await readLimits(undefined, running.call(), running.parts);
    expect(rates).toMatchObject({ object: 'list', caller: 'tests' });
    expect(rates.data).toMatchObject([
      { model: null, unit: 'requests', limit: 9, used: 1, remaining: 8 },
      { model: 'gpt-4o', unit: 'tokens', limit: 5_000, used: expect.any(Number) },
    ]);
    const budgets = await readBudgets(undefined, running.call({ session: 's' }), running.parts);
    expect(budgets.data).toMatchObject([
      { of: 'caller', name: 'tests', unit: 'dollars', budget: 1, per: 'total', held: 0, reset_seconds: null },
      { of: 'session', unit: 'tokens', budget: 500, per: 'day', time_zone: 'Europe/Berlin' },
    ]);
    expect(budgets.data.every(({ used }) => used > 0)).toBe(true);
  });

  it('tell an admin caller of another, if there is one of that name', async () => {
    await start(true);
    expect(await readLimits('tests', running.call(), running.parts)).toMatchObject({ caller: 'tests' });
    await expect(readBudgets('nobody', running.call(), running.parts)).rejects.toMatchObject({ param: 'caller' });
  });

  it('tell nobody else of another', async () => {
    await start(false);
    await expect(readLimits('other', running.call(), running.parts)).rejects.toMatchObject({ code: 'admin_required' });
  });
});
