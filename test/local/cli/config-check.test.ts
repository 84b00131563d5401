import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkConfig } from '../../../local/cli/config-check.ts';
import { defaultResources, defaultVaultSecrets } from '../../../local/azure/default-resources.ts';
import { startOidc } from '../../../local/azure/oidc.ts';
import { startSimulator, type Simulator } from '../../../local/azure/simulator.ts';
import { readFileSync } from 'node:fs';
import { fakeTerminal, noOptions } from '../../fixtures/fake-terminal.ts';
import { freePort } from '../../setup/free-port.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ resources: defaultResources, vaultSecrets: defaultVaultSecrets, tokenDelayMs: 0 });
});

afterAll(() => simulator.stop());

function check({
  call = false,
  westKey = 'west-openai-key-1',
  change = (text: string) => text,
  settings = {},
}: { call?: boolean; westKey?: string; change?: (text: string) => string; settings?: Record<string, string> } = {}) {
  const screen = fakeTerminal({
    fetch,
    env: {
      SLUICE_GATEWAY_JSON: change(readFileSync('local/gateway.json', 'utf8')),
      SLUICE_SIMULATOR_URL: simulator.url,
      SLUICE_KEY_VAULT_URL: simulator.vault?.url,
      WEST_OPENAI_KEY: westKey,
      ...settings,
    },
  });
  return Promise.resolve(checkConfig(screen.terminal, { ...noOptions, call })).then((code) => ({
    code,
    output: screen.output(),
  }));
}

it('finds that all of a sound configuration answers, without a call', async () => {
  simulator.reset();
  const { code, output } = await check();
  expect(output).toMatch(/^ok {2,}vault secret east-openai-key +\d+ ms +can be read$/m);
  expect(output.match(/^ok /gm)).toHaveLength(10);
  expect(output).toMatch(/Everything answers\.$/);
  expect(code).toBe(0);
  expect(simulator.ledger().filter(({ promptTokens }) => promptTokens > 0)).toEqual([]);
});

it('says what is not configured, which is no failure', async () => {
  const { output } = await check();
  for (const name of ['store', 'usage table', 'job queue', 'job answers', 'telemetry']) {
    expect(output).toMatch(new RegExp(`^- +${name} +not configured here: `, 'm'));
  }
});

it('does not say that everything answers where storage and telemetry are dead', async () => {
  const dead = `127.0.0.1:${await freePort()}`;
  const endpoints = ['Table', 'Queue', 'Blob'].map((service) => `${service}Endpoint=http://${dead}/planted;`);
  const { code, output } = await check({
    settings: {
      AzureWebJobsStorage: `AccountName=planted;AccountKey=${btoa('planted-key')};${endpoints.join('')}`,
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${randomUUID()};IngestionEndpoint=https://${dead}/`,
    },
  });
  expect(output.match(/^FAILED .*(usage table|job queue|job answers|telemetry)/gm)).toHaveLength(4);
  expect(output).toMatch(/4 of 14 checks failed\.$/);
  expect(output).not.toContain(btoa('planted-key'));
  expect(code).toBe(1);
});

it('calls each deployment when asked to', async () => {
  const { code, output } = await check({ call: true });
  expect(output.match(/the deployment answers/g)).toHaveLength(7);
  expect(code).toBe(0);
});

it('finds a deployment that is missing only by calling it', async () => {
  const change = (text: string) => text.replace('"gpt-4o-prod"', '"gpt-4o-gone"');
  expect((await check({ change })).code).toBe(0);
  const { code, output } = await check({ change, call: true });
  expect(output).toMatch(/^FAILED {2}east-gpt-4o-gone .*no such deployment/m);
  expect(output).toMatch(/1 of 10 checks failed\.$/);
  expect(code).toBe(1);
});

it('finds a key that the resource refuses, without showing it', async () => {
  const { code, output } = await check({ westKey: 'planted-and-wrong' });
  expect(output.match(/^FAILED .*HTTP 401: the credential is refused/gm)).toHaveLength(1);
  expect(output).toMatch(/^FAILED .* as said of west-gpt-4o-west$/m);
  expect(output).not.toContain('planted');
  expect(code).toBe(1);
});

it('finds a secret that the vault does not have', async () => {
  const change = (text: string) => text.replace('"east-openai-key"', '"no-such-secret"');
  const { code, output } = await check({ change });
  expect(output).toMatch(/^FAILED {2}vault secret no-such-secret/m);
  expect(code).toBe(1);
});

it('reads the signing keys of the tenant whose tokens are taken', async () => {
  const oidc = await startOidc();
  const change = (text: string) => {
    const { callers, ...file } = JSON.parse(text);
    const entra = { tenantId: oidc.tenantId, audience: 'api://sluice', authority: oidc.url };
    return JSON.stringify({ ...file, entra, callers: { ...callers, people: { entra: [{ role: 'Use' }] } } });
  };
  const { code, output } = await check({ change });
  expect(output).toMatch(/^ok {2,}tenant 11111111-.* 1 signing keys can be read$/m);
  expect(code).toBe(0);
  await oidc.stop();
  expect(await check({ change })).toMatchObject({ code: 1, output: expect.stringMatching(/^FAILED {2}tenant /m) });
});
