import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareSummary, summarise } from '../../../shared/gateway/summarise.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts();
});
afterEach(() => running.stop());

const short = { model: 'gpt-4o', text: 'A short text.' };
const long = { model: 'gpt-4o', text: 'The river meets the sea. '.repeat(6_000), max_tokens: 50 };

describe('a summary', () => {
  it('takes one call for a text that a call holds', async () => {
    const summary = await summarise({ ...short, instructions: 'In French.' }, running.call(), running.parts);
    expect(summary).toMatchObject({ object: 'summary', model: 'gpt-4o', parts: 1, rounds: 1 });
    expect(running.simulator.counts().calls).toBe(1);
  });

  it('sums up what all its calls used', async () => {
    const { parts, rounds, usage } = await summarise(long, running.call(), running.parts);
    const spent = running.simulator.ledger();
    expect([parts, rounds, spent.length]).toEqual([4, 2, 5]);
    expect(usage?.total_tokens).toBe(spent.reduce((sum, { totalTokens }) => sum + totalTokens, 0));
  });

  it('fails as the call of a part fails, and ends the others', async () => {
    running.simulator.inject({ skip: 1, times: 1, fault: { kind: 'status', body: 'filter-400' } });
    running.simulator.inject({ fault: { kind: 'delay-headers', delayMs: 10_000 } });
    await expect(summarise(long, running.call(), running.parts)).rejects.toMatchObject({ code: 'content_filter' });
    await expect.poll(() => running.simulator.ledger().filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
  });

  it('never takes an answer without text for a summary', async () => {
    const body = { choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' }] };
    running.simulator.inject({ fault: { kind: 'status', status: 200, body } });
    await expect(summarise(short, running.call(), running.parts)).rejects.toMatchObject({
      code: 'upstream_malformed',
    });
  });

  it('says that its caller has gone', async () => {
    const call = running.call({ gone: AbortSignal.abort() });
    await expect(summarise(long, call, running.parts)).rejects.toMatchObject({ code: 'caller_gone' });
  });

  it.each([
    [{ ...short, max_tokens: 30_000 }, 'max_tokens'],
    [{ ...short, instructions: 'b'.repeat(130_000) }, 'instructions'],
    [{ ...short, model: 'gpt-17' }, 'model'],
  ])('is refused before anything is sent where it cannot be made', (request, param) => {
    expect(() => prepareSummary(request, running.call(), running.parts)).toThrow(expect.objectContaining({ param }));
  });
});
