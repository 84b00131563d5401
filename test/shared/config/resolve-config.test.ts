import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../shared/config/config.ts';
import { gatewayFileSchema } from '../../../shared/config/gateway-file-schema.ts';
import { resolveConfig } from '../../../shared/config/resolve-config.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const settings: Settings = {
  logLevel: 'info',
  secretTtlMs: 1,
  maxBodyBytes: 1,
  usage: { store: 'memory', table: 'sluiceusage', spoolBytes: 1 },
  jobs: { queueName: 'sluice-jobs', keepMs: 1, deadlineMs: 1 },
  cacheBytes: 1,
  logSettings: false,
};
const resolve = (members: object = {}, env = {}) =>
  resolveConfig(settings, gatewayFileSchema.parse(gatewayFile(members)), env);

it('gives a deployment what it and its upstream say', () => {
  expect(resolve().deployments[0]).toEqual({
    alias: 'gpt-4o',
    model: 'gpt-4o',
    name: 'east-gpt-4o-prod',
    provider: 'azure-openai',
    endpoint: 'https://east.openai.azure.com',
    deployment: 'gpt-4o-prod',
    apiVersion: '2024-10-21',
    credential: { kind: 'key-vault', secret: 'east-key', secondSecret: 'east-key-2' },
    capacity: { provisioned: false },
    priority: 1,
    weight: 3,
  });
});

it('finds a model by its alias, running what it declares', () => {
  const { models, deployments } = resolve();
  expect(models.get('embed')).toMatchObject({ alias: 'embed', model: 'text-embedding-3-small' });
  expect(models.get('gpt-4o')?.deployments).toEqual(deployments.slice(0, 2));
});

it('turns a caller into its keys and what it may use', () => {
  const [caller] = resolve().callers;
  expect(caller).toEqual({
    name: 'team-a',
    keys: [{ id: 'abcdefghij', sha256: Buffer.alloc(32, 0xaa) }],
    entra: [],
    models: new Set(['gpt-4o']),
    admin: false,
  });
});

it('lets a caller without a list use every model', () => {
  const callers = { a: { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }] } };
  expect(resolve({ callers }).callers[0]?.models).toBeUndefined();
});

describe('a credential', () => {
  const credentialOf = (credential: object, apiVersion: string, env = {}) => {
    const upstreams = {
      east: { endpoint: 'https://e.example', apiVersion, credential },
      west: { endpoint: 'https://w.example', credential },
    };
    return resolve({ upstreams }, env).deployments[0]?.credential;
  };

  it.each([
    ['v1', 'https://ai.azure.com/.default'],
    ['preview', 'https://ai.azure.com/.default'],
    ['2024-10-21', 'https://cognitiveservices.azure.com/.default'],
  ])('of a managed identity on %s is a token for %s', (apiVersion, scope) => {
    expect(credentialOf({ managedIdentity: true }, apiVersion)).toEqual({
      kind: 'managed-identity',
      clientId: undefined,
      scope,
    });
  });

  it('of a managed identity goes by the api version of the deployment, not of its upstream', () => {
    const models = { a: { deployments: [{ upstream: 'west', deployment: 'd', apiVersion: '2024-10-21' }] } };
    const callers = { a: { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }] } };
    expect(resolve({ models, callers }).deployments[0]?.credential).toMatchObject({
      scope: 'https://cognitiveservices.azure.com/.default',
    });
  });

  it('of a named identity keeps its client id and its own scope', () => {
    const clientId = '6f3c0f0e-8a4b-4e0b-9d57-2f3b8c1d4e5f';
    const scope = 'https://own.example/.default';
    expect(credentialOf({ managedIdentity: { clientId }, scope }, 'v1')).toEqual({
      kind: 'managed-identity',
      clientId,
      scope,
    });
  });

  it('of an app setting holds its value where it does not print', () => {
    const credential = credentialOf({ setting: 'EAST_KEY' }, 'v1', { EAST_KEY: 'planted' });
    expect(JSON.stringify(credential)).toBe('{"kind":"setting","setting":"EAST_KEY","value":"[secret]"}');
    expect(credential?.kind === 'setting' && credential.value.reveal()).toBe('planted');
  });
});

describe('a deployment elsewhere than on Azure', () => {
  const deploymentOfUpstream = (upstream: object, entry: object = {}) => {
    const credential = { setting: 'KEY' };
    const upstreams = { there: { ...upstream, credential } };
    const models = { 'gpt-4o': { deployments: [{ upstream: 'there', deployment: 'claude-opus-4-6', ...entry }] } };
    return resolve({ upstreams, models }, { KEY: 'k' }).deployments[0];
  };

  it.each([
    ['openai', 'https://api.openai.com/v1'],
    ['anthropic', 'https://api.anthropic.com'],
  ])('of %s is at %s, and runs what it is called by', (provider, endpoint) => {
    expect(deploymentOfUpstream({ provider })).toMatchObject({
      provider,
      endpoint,
      alias: 'gpt-4o',
      deployment: 'claude-opus-4-6',
      model: 'claude-opus-4-6',
      apiVersion: 'v1',
    });
  });

  it('may be at another address, and run what the file says', () => {
    const upstream = { provider: 'openai', endpoint: 'http://127.0.0.1:1234/v1/' };
    expect(deploymentOfUpstream(upstream, { model: 'gpt-4o-mini' })).toMatchObject({
      endpoint: 'http://127.0.0.1:1234/v1',
      model: 'gpt-4o-mini',
    });
  });
});

it('resolves limits into the units they are kept in, and names each team', () => {
  const month = { per: 'month', dollars: 12.5 };
  const { limits, teams, callers } = resolve({
    callers: { 'team-a': { keys: [{ id: 'abcdefghij', sha256: 'a'.repeat(64) }], limits: { requestsPerMinute: 60 } } },
    teams: { research: { callers: ['team-a'], budgets: [month] } },
    limits: { leaseSeconds: 10, maxWaitSeconds: 2, deployments: { 'west-4o': { requestsPerMinute: 6 } } },
  });
  expect(limits).toEqual({
    whenStoreIsDown: 'local-share',
    localShare: 0.25,
    leaseMs: 10_000,
    maxWaiting: 100,
    maxWaitMs: 2_000,
    deployments: new Map([['west-4o', { requestsPerMinute: 6 }]]),
  });
  expect(teams).toMatchObject([{ name: 'research', callers: ['team-a'], budgets: [{ microDollars: 12_500_000 }] }]);
  expect(callers[0]?.limits).toEqual({ requestsPerMinute: 60, mode: 'hard' });
});
