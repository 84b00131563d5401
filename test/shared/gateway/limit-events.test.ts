import { afterEach, describe, expect, it } from 'vitest';
import { whileAdmitted } from '../../../shared/gateway/admit-call.ts';
import { noteAdmission, openStoreSpan } from '../../../shared/gateway/limit-events.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

let running: GatewayParts;
afterEach(() => running.stop());

/** Calls of 40 tokens, one after the other, and what was noted and announced of them. */
async function admit(caller: object, times: number) {
  running = await startGatewayParts({ caller });
  const tracing = recordedTracing();
  const span = tracing.begin('POST /x', 'server', undefined);
  const use = { tokens: 40, microDollars: null };
  for (let time = 0; time < times; time += 1) {
    const question = { model: 'gpt-4o', estimate: () => ({ whole: use, prompt: use }) };
    const call = running.call({ span });
    await whileAdmitted(question, call, running.parts, async ({ account }) => account?.settle(use)).catch(() => {});
  }
  span.end();
  return { tracing, notes: tracing.spans[0]?.events ?? [] };
}

describe('the admission of a call', () => {
  it('announces once that a budget is nearly used up, and each refusal for it', async () => {
    const { tracing, notes } = await admit({ budgets: [{ tokens: 100, per: 'day', warnAtPercent: 50 }] }, 4);
    expect(tracing.events).toMatchObject([
      { name: 'sluice.budget_warning', attributes: { 'sluice.caller': 'tests', 'sluice.notice': 'near' } },
      { name: 'sluice.budget_exceeded', attributes: { 'sluice.caller': 'tests', 'sluice.notice': 'budget' } },
      { name: 'sluice.budget_exceeded', attributes: { 'sluice.budget': expect.stringContaining('caller:tests') } },
    ]);
    expect(notes.map(({ name }) => name)).toEqual(['sluice.limit_refused', 'sluice.limit_refused']);
  });

  it('announces that a soft budget is exceeded, and that a shadowed one would be', async () => {
    for (const mode of ['soft', 'shadow']) {
      const { tracing } = await admit({ budgets: [{ tokens: 50, per: 'day', mode, warnAtPercent: 100 }] }, 2);
      expect(tracing.events.map(({ name }) => name)).toContain('sluice.budget_exceeded');
      await running.stop();
    }
    running = await startGatewayParts();
  });

  it('notes that a rate refuses, which is no custom event', async () => {
    const { tracing, notes } = await admit({ limits: { requestsPerMinute: 1 } }, 2);
    expect(tracing.events).toEqual([]);
    expect(notes).toMatchObject([
      { name: 'sluice.limit_refused', attributes: { 'sluice.retry_after_ms': expect.any(Number) } },
    ]);
  });

  it('names the reason where no limit is it, and nothing where nothing is traced', async () => {
    running = await startGatewayParts();
    const refused = {
      kind: 'refused',
      reason: 'store-down',
      limit: undefined,
      retryAfterMs: 1_000,
      states: [],
    } as const;
    const tracing = recordedTracing();
    const span = tracing.begin('POST /x', 'server', undefined);
    noteAdmission(refused, running.call({ span }));
    noteAdmission(refused, running.call());
    span.end();
    expect(tracing.spans[0]?.events).toMatchObject([{ attributes: { 'sluice.limit': 'store-down' } }]);
  });
});

describe('the span of a question to the shared store', () => {
  it('says where it is, and no password', async () => {
    running = await startGatewayParts();
    const { config } = running;
    const redisUrl = new SecretValue('rediss://app:walrus-password@cache.example:10000');
    const tracing = recordedTracing();
    const call = running.call({ span: tracing.begin('POST /x', 'server', undefined) });
    openStoreSpan(call, { config: { ...config, settings: { ...config.settings, redisUrl } } })?.end();
    expect(tracing.spans).toMatchObject([
      { name: 'redis admit', kind: 'client', attributes: { 'db.system': 'redis', 'server.address': 'cache.example' } },
    ]);
    expect(JSON.stringify(tracing.spans)).not.toContain('walrus');
    expect(openStoreSpan(call, running.parts)).toBeUndefined();
  });
});
