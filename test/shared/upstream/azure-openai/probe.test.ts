import { afterEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../../local/azure/simulator.ts';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { AzureClients } from '../../../../shared/upstream/azure-openai/client.ts';
import { probe } from '../../../../shared/upstream/azure-openai/probe.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { deploymentOf } from '../../../setup/deployment.ts';

const fetch = new PooledFetch({ connectMs: 500 });
let simulator: Simulator;
afterEach(async () => {
  await fetch.close();
  await simulator.stop();
});

async function look(options: { apiVersion?: string; key?: string; prepare?: () => unknown; limitMs?: number } = {}) {
  simulator = await startSimulator({
    resources: { east: { keys: ['first-key', 'second-key'], deployments: { 'gpt-4o-prod': { model: 'gpt-4o' } } } },
  });
  const deployment = deploymentOf({
    name: 'east',
    endpoint: `${simulator.url}/east`,
    apiVersion: options.apiVersion ?? 'v1',
  });
  await options.prepare?.();
  const credential = { kind: 'api-key', value: new SecretValue(options.key ?? 'first-key') } as const;
  return probe(
    deployment,
    credential,
    AbortSignal.timeout(options.limitMs ?? 2000),
    new AzureClients(fetch),
    fetch,
    Date.now(),
  );
}

describe('probe', () => {
  it.each(['v1', '2024-10-21'])('passes where the resource answers, and costs no token (%s)', async (apiVersion) => {
    await expect(look({ apiVersion })).resolves.toBeUndefined();
    expect(simulator.ledger()).toMatchObject([{ operation: 'models', status: 200, totalTokens: 0 }]);
  });

  it('tells a refused key', async () => {
    await expect(look({ key: 'wrong' })).rejects.toMatchObject({ kind: 'credential-refused' });
  });

  it('tells a resource that is down', async () => {
    await expect(look({ prepare: () => simulator.resources['east']?.stop() })).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('tells one that is unwell', async () => {
    const prepare = () => simulator.inject({ fault: { kind: 'status', body: 'unavailable-503' } });
    await expect(look({ prepare })).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('waits no longer than its signal', async () => {
    const prepare = () => simulator.inject({ fault: { kind: 'stall', beforeHeaders: true } });
    await expect(look({ prepare, limitMs: 60 })).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
