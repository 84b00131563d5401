import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choiceOf } from '../../../shared/gateway/choice-of.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts({ now: () => 1_000_000, random: () => 0.25 });
});
afterEach(() => running.stop());

describe('choiceOf', () => {
  it('chooses by the strategy of the tier, with the gateway’s clock, dice, turns and breakers', () => {
    const tier = { alias: 'gpt-4o', deployments: running.config.deployments, strategy: 'round-robin' } as const;
    const choice = choiceOf(tier, running.parts, 700);
    expect(choice).toMatchObject({ strategy: 'round-robin', nowMs: 1_000_000, neededTokens: 700 });
    expect(choice.random()).toBe(0.25);
    expect(choice.turn).toBe(running.parts.turn);
    expect(choice.breakerOf?.(running.deployment('chat-east'))).toBe(running.parts.breakers.of('chat-east'));
  });
});
