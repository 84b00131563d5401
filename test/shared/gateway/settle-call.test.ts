import { afterEach, describe, expect, it } from 'vitest';
import { CallAccount } from '../../../shared/gateway/call-account.ts';
import { settleCall } from '../../../shared/gateway/settle-call.ts';
import type { TokenUsage } from '../../../shared/openai/token-usage.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

async function settled(usage: TokenUsage | undefined, attempts = 1) {
  running = await startGatewayParts();
  const uses: unknown[] = [];
  const account = new CallAccount({
    settle: (use) => uses.push(use),
    release: () => uses.push('released'),
    prompt: { tokens: 10, microDollars: 25 },
    estimate: { tokens: 100, microDollars: 900 },
  });
  const served = { deployment: { name: 'chat-east' }, attempts };
  settleCall(running.call({ account }), served, usage, running.parts);
  return uses;
}

const usage = { promptTokens: 1_000, completionTokens: 100, totalTokens: 1_100, estimated: false };

describe('settleCall', () => {
  it('charges tokens, and money by the price of what served', async () => {
    // $2.50 and $10 for a million tokens.
    expect(await settled(usage)).toEqual([{ tokens: 1_100, microDollars: 3_500 }]);
  });

  it('charges nothing for an answer that was kept', async () => {
    expect(await settled(usage, 0)).toEqual([{ tokens: 0, microDollars: 0 }]);
  });

  it('charges the estimate where nothing says what was used', async () => {
    expect(await settled(undefined)).toEqual([{ tokens: 100, microDollars: 900 }]);
  });

  it('adds the prompt to what was counted of a stream that was cut', async () => {
    const cut = { promptTokens: 0, completionTokens: 100, totalTokens: 100, estimated: true };
    expect(await settled(cut)).toEqual([{ tokens: 110, microDollars: 1_025 }]);
  });

  it('does nothing for a call that nothing limits', async () => {
    running = await startGatewayParts();
    const served = { deployment: { name: 'chat-east' }, attempts: 1 };
    expect(() => settleCall(running.call(), served, usage, running.parts)).not.toThrow();
  });
});
