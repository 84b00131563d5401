import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { ask, datedChat, saying, startEast } from './simulator-client.ts';

let simulator: Simulator;
let bare: Simulator;
beforeAll(async () => {
  simulator = await startEast({
    vaultSecrets: { 'east-key': 'east-key-1' },
    identity: true,
    oidc: true,
    ingestion: true,
  });
  bare = await startEast();
});
afterAll(() => Promise.all([simulator.stop(), bare.stop()]));

async function control(method: string, path: string, body?: unknown, of = simulator): Promise<[number, unknown]> {
  const response = await fetch(`${of.url}/_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return [response.status, await response.json()];
}

it('adds and clears faults', async () => {
  expect(await control('POST', 'faults', { deployment: 'chat', fault: { kind: 'status', status: 503 } })).toMatchObject(
    [200, {}],
  );
  expect((await ask(simulator, datedChat, saying('hi'))).status).toBe(503);
  const rule = { resource: 'east', times: 2, fault: { kind: 'reset' } };
  expect(await control('POST', 'faults', rule)).toEqual([
    200,
    { inForce: [{ deployment: 'chat', fault: { kind: 'status', status: 503 } }, rule] },
  ]);
  expect(await control('DELETE', 'faults')).toEqual([200, {}]);
  expect(await control('GET', 'faults')).toEqual([200, { inForce: [] }]);
  expect((await ask(simulator, datedChat, saying('hi'))).status).toBe(200);
});

it('tells each mistake in a fault', async () => {
  expect(
    await control('POST', 'faults', { times: 0, fault: { kind: 'cut-after', chunks: -1 }, when: 'now' }),
  ).toMatchObject([
    400,
    {
      error: { mistakes: [{ path: 'times' }, { path: 'fault.chunks' }, { message: expect.stringContaining('when') }] },
    },
  ]);
  expect(await control('POST', 'faults', { fault: { kind: 'explode' } })).toMatchObject([
    400,
    { error: { mistakes: [{ path: 'fault.kind' }] } },
  ]);
  expect(await control('POST', 'faults')).toMatchObject([400, {}]);
});

it('shows ledger and counts, and resets them', async () => {
  await control('POST', 'reset');
  await (await ask(simulator, datedChat, saying('hi'))).text();
  expect(await control('GET', 'ledger')).toMatchObject([200, [{ deployment: 'chat', status: 200 }]]);
  expect(await control('GET', 'counts')).toMatchObject([
    200,
    { calls: 1, cancels: 0, openConnections: expect.any(Number), byDeployment: { chat: { calls: 1 } } },
  ]);
  await control('POST', 'reset');
  expect(await control('GET', 'ledger')).toEqual([200, []]);
});

it('rotates a secret in the vault', async () => {
  expect(await control('POST', 'vault/secrets/east-key', { value: 'second' })).toEqual([200, {}]);
  const secret = await fetch(`${simulator.vault?.url}/secrets/east-key?api-version=7.4`, {
    headers: { authorization: 'Bearer any' },
  });
  expect(await secret.json()).toMatchObject({ value: 'second' });
  expect(await control('POST', 'vault/secrets/no_such', { value: 'x' })).toMatchObject([404, {}]);
  expect(await control('POST', 'vault/secrets/east-key', {})).toMatchObject([
    400,
    { error: { mistakes: [{ path: 'value' }] } },
  ]);
  expect(await control('POST', 'vault/secrets/east-key', { value: 'x' }, bare)).toMatchObject([
    404,
    { error: { message: 'This simulator has no vault.' } },
  ]);
});

it('replaces the keys of a resource', async () => {
  expect(await control('POST', 'keys/east', { keys: ['a', 'b'] }, bare)).toEqual([200, {}]);
  expect((await ask(bare, datedChat, saying('hi'))).status).toBe(401);
  expect((await ask(bare, datedChat, saying('hi'), { headers: { 'api-key': 'b' } })).status).toBe(200);
  expect(await control('POST', 'keys/nowhere', { keys: ['a', 'b'] })).toMatchObject([404, {}]);
  expect(await control('POST', 'keys/east', { keys: ['a'] })).toMatchObject([400, {}]);
});

it('changes the keys of the tenant, and breaks and mends it', async () => {
  const { oidc } = simulator;
  expect(await control('POST', 'oidc/rotate', {})).toEqual([200, {}]);
  expect(oidc?.keys()).toHaveLength(2);
  expect(await control('POST', 'oidc/rotate', { withdraw: true })).toEqual([200, {}]);
  expect(oidc?.keys()).toHaveLength(1);
  const configuration = `${oidc?.url}/${oidc?.tenantId}/v2.0/.well-known/openid-configuration`;
  expect(await control('POST', 'oidc/fault', { fault: { kind: 'status', status: 500 } })).toEqual([200, {}]);
  expect((await fetch(configuration)).status).toBe(500);
  expect(await control('POST', 'oidc/fault', { fault: null })).toEqual([200, {}]);
  expect((await fetch(configuration)).status).toBe(200);
});

it('breaks and mends the vault and the identity endpoint', async () => {
  const read = () =>
    fetch(`${simulator.vault?.url}/secrets/east-key?api-version=7.4`, { headers: { authorization: 'Bearer any' } });
  expect(await control('POST', 'vault/fault', { fault: { kind: 'throttle', retryAfterSeconds: 3 } })).toEqual([
    200,
    {},
  ]);
  expect((await read()).status).toBe(429);
  expect(await control('POST', 'vault/fault', { fault: null })).toEqual([200, {}]);
  expect((await read()).status).toBe(200);
  expect(await control('POST', 'vault/fault', { fault: { kind: 'flood' } })).toMatchObject([400, {}]);
  expect(await control('POST', 'identity/fault', { fault: { kind: 'status', status: 500 } })).toEqual([200, {}]);
  const token = await fetch(`${simulator.identity?.url}?api-version=2019-08-01&resource=x`, {
    headers: { 'x-identity-header': simulator.identity?.header ?? '' },
  });
  expect(token.status).toBe(500);
});

it('takes a resource down and back', async () => {
  expect(await control('POST', 'resources/east/stop')).toEqual([200, {}]);
  await expect(ask(simulator, datedChat, saying('hi'))).rejects.toThrow('fetch failed');
  expect(await control('POST', 'resources/east/start')).toEqual([200, {}]);
  expect((await ask(simulator, datedChat, saying('hi'))).status).toBe(200);
  expect(await control('POST', 'resources/nowhere/stop')).toMatchObject([404, {}]);
});

it('lists its routes where there is none', async () => {
  expect(await control('GET', 'nothing')).toMatchObject([
    404,
    { error: { message: expect.stringContaining('GET /_control/ledger') } },
  ]);
});

it('shows the telemetry that was taken, and has ingestion fail', async () => {
  expect(await control('GET', 'telemetry')).toEqual([200, []]);
  expect(await control('POST', 'ingestion/fault', { fault: { kind: 'status', status: 503 } })).toEqual([200, {}]);
  expect(await control('POST', 'ingestion/fault', { fault: { kind: 'in-part', status: 429 } })).toEqual([200, {}]);
  expect(await control('POST', 'vault/fault', { fault: { kind: 'in-part', status: 429 } })).toMatchObject([400, {}]);
  expect(await control('POST', 'ingestion/fault', { fault: null })).toEqual([200, {}]);
  expect(await control('GET', 'telemetry', undefined, bare)).toMatchObject([404, {}]);
});
