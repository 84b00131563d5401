import { afterEach, describe, expect, it } from 'vitest';
import { whileAdmitted, type AdmissionQuestion } from '../../../shared/gateway/admit-call.ts';
import type { Call } from '../../../shared/gateway/call.ts';
import { readBudgets } from '../../../shared/gateway/read-limits.ts';
import { counted } from '../../setup/counted.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

async function start(caller: object, limits: object = {}): Promise<void> {
  running = await startGatewayParts({ caller, members: { limits } });
}

const estimateOf = (tokens: number) => ({
  whole: { tokens, microDollars: null },
  prompt: { tokens: 1, microDollars: null },
});
const asking = (tokens: number, more: Partial<AdmissionQuestion> = {}): AdmissionQuestion => ({
  model: 'gpt-4o',
  estimate: () => estimateOf(tokens),
  ...more,
});
const admit = (question: AdmissionQuestion, work = settling, members: Partial<Call> = {}) =>
  whileAdmitted(question, running.call(members), running.parts, work);
const settling = async ({ account }: Call) => account?.settle({ tokens: 10, microDollars: null });
const budget = async () => (await readBudgets(undefined, running.call(), running.parts)).data[0];
const tokens = (most: number) => ({ budgets: [{ tokens: most, per: 'day' }] });

describe('whileAdmitted', () => {
  it('asks nothing of a call that nothing limits', async () => {
    await start({});
    const unasked = { model: 'gpt-4o', estimate: () => expect.unreachable('The call was estimated.') };
    await admit(unasked, async ({ account }) => expect.soft(account).toBeUndefined());
  });

  it('refuses what a budget has no room for, and does none of its work', async () => {
    await start(tokens(100));
    await admit(asking(80));
    const refused = admit(asking(95), () => expect.unreachable('The work was done.'));
    await expect(refused).rejects.toMatchObject({ code: 'budget_exceeded', retryAfterMs: expect.any(Number) });
    expect(await budget()).toMatchObject({ used: 10, held: 0 });
    const refusals = { caller: 'tests', kind: 'token_budget' };
    expect(await counted(running.parts, 'sluice_limit_refusals_total', refusals)).toBe(1);
  });

  it('tells who asks for more than there ever is to ask for less', async () => {
    await start(tokens(100));
    await expect(admit(asking(101, { choices: 1 }))).rejects.toMatchObject({
      code: 'budget_exceeded',
      message: expect.stringContaining('A max_tokens of 99 would fit now'),
      retryAfterMs: undefined,
    });
  });

  it('counts anew before it refuses for a bound', async () => {
    await start(tokens(100));
    await admit(asking(200, { narrower: async () => estimateOf(50) }));
    expect(await budget()).toMatchObject({ used: 10 });
  });

  it('gives back what work that fails has reserved', async () => {
    await start(tokens(100));
    await expect(admit(asking(50), () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(await budget()).toMatchObject({ used: 0, held: 0 });
  });

  it('keeps a call in line for as long as the limits let it wait', async () => {
    await start(tokens(100), { maxWaitSeconds: 5 });
    let settleFirst: (() => void) | undefined;
    const first = admit(asking(80), ({ account }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      settleFirst = () => {
        account?.settle({ tokens: 10, microDollars: null });
        resolve();
      };
      return promise;
    });
    await expect.poll(() => settleFirst).toBeDefined();
    const second = admit(asking(80));
    await expect.poll(() => running.parts.limits.limiter.status().waiting).toBe(1);
    settleFirst?.();
    await Promise.all([first, second]);
    expect(await budget()).toMatchObject({ used: 20 });
  });

  it('ends a wait when the caller hangs up', async () => {
    await start(tokens(100));
    const gone = AbortSignal.abort();
    await expect(admit(asking(50), settling, { gone })).rejects.toMatchObject({ code: 'caller_gone' });
  });

  it('charges a job once, however often it is executed', async () => {
    await start(tokens(100));
    const execution = (attempt: number) => ({
      job: { id: 'job_1', attempt, acceptedMs: 0, deadlineMs: 900_000, isPutOff: () => false },
    });
    const settled: Call[] = [];
    await admit(asking(40), async (call) => void settled.push(call), execution(1));
    expect(await budget()).toMatchObject({ used: 40, held: 40 });
    await admit(asking(40), settling, execution(2));
    settled[0]?.account?.settle({ tokens: 40, microDollars: null });
    expect(await budget()).toMatchObject({ used: 10, held: 0 });
    await admit(asking(5, { isInner: true }), settling, execution(3));
    expect(await budget()).toMatchObject({ used: 20 });
  });

  it('counts a call of Sluice’s own as none of its caller’s requests', async () => {
    await start({ limits: { requestsPerMinute: 1 } });
    await admit(asking(1));
    await admit(asking(1, { isInner: true }));
    await expect(admit(asking(1))).rejects.toMatchObject({
      code: 'rate_limit_exceeded',
      headers: { 'x-ratelimit-remaining-requests': '0' },
    });
  });

  it('logs and counts what those who watch should know', async () => {
    await start({ budgets: [{ tokens: 10, per: 'day', mode: 'shadow' }] });
    await admit(asking(20));
    expect(running.log.of('limit-noticed')).toMatchObject([{ kind: 'would-refuse', caller: 'tests', most: 10 }]);
    expect(await counted(running.parts, 'sluice_limit_notices_total', { kind: 'would_refuse' })).toBe(1);
  });
});
