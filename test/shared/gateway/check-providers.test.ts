import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProvidersCheck } from '../../../shared/gateway/check-providers.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';
import { threeProviders } from '../../setup/three-providers.ts';

let running: GatewayParts;
let nowMs: number;
beforeEach(async () => {
  nowMs = 0;
  running = await startGatewayParts({ ...threeProviders, now: () => nowMs });
});
afterEach(() => running.stop());

const statuses = async (check: ReturnType<typeof createProvidersCheck>, caller = running.call().caller) =>
  (await check(caller)).map(({ provider, status }) => [provider, status]);

describe('createProvidersCheck', () => {
  it('looks at each address once, at no cost in tokens, and at most every five seconds', async () => {
    const check = createProvidersCheck(running.parts);
    const everyone = running.call().caller;
    const [first] = await Promise.all([check(everyone), check(everyone)]);
    expect(first.map(({ provider, deployments }) => [provider, deployments.map(({ name }) => name)])).toEqual([
      ['azure-openai', ['azure-alone', 'any-azure']],
      ['openai', ['openai-alone', 'any-openai', 'openai-text-embedding-3-small']],
      ['anthropic', ['anthropic-alone', 'any-anthropic']],
    ]);
    expect(first[0]?.deployments[0]).toEqual({
      name: 'azure-alone',
      model: 'on-azure',
      reachable: true,
      credential: 'ok',
      status: 'unused',
    });
    expect(running.simulator.ledger().map(({ operation, totalTokens }) => [operation, totalTokens])).toEqual([
      ['models', 0],
      ['models', 0],
      ['models', 0],
    ]);
  });

  it('tells a caller of the providers of its own models, and an admin caller of all', async () => {
    const check = createProvidersCheck(running.parts);
    await running.simulator.resources['openai']?.stop();
    const caller = { ...running.call().caller, models: new Set(['on-azure', 'on-openai']) };
    const all = await check({ ...caller, admin: true });
    expect(all.map(({ deployments }) => deployments.length)).toEqual([2, 3, 2]);
    expect(await check(caller)).toEqual([
      { provider: 'azure-openai', status: 'ok', deployments: [all[0]?.deployments[0]] },
      { provider: 'openai', status: 'down', deployments: [expect.objectContaining({ name: 'openai-alone' })] },
    ]);
    expect(await statuses(check, { ...caller, models: new Set<string>() })).toEqual([]);
    expect(running.simulator.ledger()).toHaveLength(2);
  });

  it('tells a provider that is down', async () => {
    const check = createProvidersCheck(running.parts);
    expect(await statuses(check)).toEqual([
      ['azure-openai', 'ok'],
      ['openai', 'ok'],
      ['anthropic', 'ok'],
    ]);
    await running.simulator.resources['anthropic']?.stop();
    running.simulator.resources['openai']?.setKeys(['x', 'y']);
    expect(await statuses(check)).toContainEqual(['anthropic', 'ok']);
    nowMs = 5_001;
    expect(await statuses(check)).toEqual([
      ['azure-openai', 'ok'],
      ['openai', 'down'],
      ['anthropic', 'down'],
    ]);
  });
});
