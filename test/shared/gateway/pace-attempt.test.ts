import { afterEach, describe, expect, it } from 'vitest';
import { paceAttempt } from '../../../shared/gateway/pace-attempt.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

let running: GatewayParts;
afterEach(() => running.stop());

async function start(pace: object): Promise<void> {
  running = await startGatewayParts({
    now: () => 1_000_000,
    members: { limits: { deployments: { 'chat-east': pace } } },
  });
}

const pace = (deployment: string, tokens = 0) => paceAttempt({ name: deployment }, () => tokens, running.parts);

describe('paceAttempt', () => {
  it('lets up what the deployment grants in ten seconds, and says how long the next must wait', async () => {
    await start({ requestsPerMinute: 12 });
    expect([await pace('chat-east'), await pace('chat-east')]).toEqual([undefined, undefined]);
    const waitMs = await pace('chat-east');
    expect(waitMs).toBeGreaterThan(9_000);
    expect(waitMs).toBeLessThan(12_000);
  });

  it('leaves alone a deployment of which nothing is known', async () => {
    await start({ requestsPerMinute: 6 });
    for (let attempt = 0; attempt < 3; attempt += 1) expect(await pace('chat-west')).toBeUndefined();
  });

  it('leaves to the deployment what is larger than all it grants', async () => {
    await start({ tokensPerMinute: 100 });
    expect(await pace('chat-east', 101)).toBeUndefined();
    expect(await pace('chat-east', 60)).toBeUndefined();
    expect(await pace('chat-east', 60)).toBeGreaterThan(0);
  });
});
