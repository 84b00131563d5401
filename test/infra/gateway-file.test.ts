import { describe, expect, it } from 'vitest';

import { asText, type BicepObject } from '../../local/infra/bicep-value.ts';
import { findCaller } from '../../shared/config/gateway-key.ts';
import { loadConfig } from '../../shared/config/load-config.ts';
import { findModel } from '../../shared/models/catalogue.ts';
import { appSettingsOf, deployed, firstCaller } from '../setup/infra-deployment.ts';

const configOf = async (parameters: BicepObject = {}) => {
  const settings = Object.entries(appSettingsOf(await deployed(parameters)));
  const env = Object.fromEntries(settings.map(([name, value]) => [name, asText(value, name)]));
  return loadConfig({
    env,
    readFile: () => {
      throw new Error('The gateway file is a setting.');
    },
  });
};

describe('the gateway that azd makes', () => {
  it('has a configuration without a mistake', async () => {
    const config = await configOf();
    expect(
      config.deployments.map(({ alias, endpoint }) => [
        alias,
        /^https:\/\/oai-\w+\.openai\.azure\.com$/.test(endpoint),
      ]),
    ).toEqual([
      ['gpt-4.1-mini', true],
      ['text-embedding-3-small', true],
    ]);
  });

  it('calls every deployment by managed identity, within the capacity it was given', async () => {
    const { deployments } = await configOf();
    expect(deployments.map(({ credential, capacity }) => [credential.kind, capacity.tokensPerMinute])).toEqual([
      ['managed-identity', 50_000],
      ['managed-identity', 50_000],
    ]);
  });

  it('opens to the key whose hash was a parameter, and lets it administer', async () => {
    const { callers } = await configOf();
    const { callerKeyId } = firstCaller.parameters;
    expect(findCaller(callers, `sluice_${callerKeyId}_${firstCaller.secret}`)?.caller).toMatchObject({
      name: 'operator',
      admin: true,
    });
    expect(findCaller(callers, `sluice_${callerKeyId}_${'b'.repeat(43)}`)).toBeUndefined();
  });

  it('runs models the catalogue knows, with their prices', async () => {
    const { deployments } = await configOf();
    expect(deployments.filter(({ model }) => findModel(model).entry === undefined)).toEqual([]);
  });

  it('fails over to accounts that were there already, in their priority', async () => {
    const { models, deployments } = await configOf({
      existingOpenAiAccounts: [
        {
          name: 'west',
          resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/west',
          endpoint: 'https://west.openai.azure.com',
          models: [
            { alias: 'gpt-4.1-mini', deployment: 'mini-ptu', provisioned: true, priority: 0 },
            { alias: 'chat', deployment: 'prod', model: 'gpt-4.1', tokensPerMinute: 9000 },
          ],
        },
      ],
    });
    expect([...models.keys()]).toEqual(['gpt-4.1-mini', 'text-embedding-3-small', 'chat']);
    expect(models.get('gpt-4.1-mini')?.deployments.map(({ name, priority }) => [name, priority])).toEqual([
      ['azure-gpt-4.1-mini', 1],
      ['west-mini-ptu', 0],
    ]);
    expect(deployments.at(-1)).toMatchObject({ model: 'gpt-4.1', capacity: { tokensPerMinute: 9000 } });
    expect(deployments.find(({ name }) => name === 'west-mini-ptu')?.capacity.provisioned).toBe(true);
  });

  it('takes no units of a provisioned deployment for thousands of tokens', async () => {
    const { deployments } = await configOf({
      openAiDeployments: [
        { name: 'ptu', model: 'gpt-4.1', version: '2025-04-14', sku: 'GlobalProvisionedManaged', capacity: 15 },
      ],
    });
    expect(deployments.map(({ capacity }) => capacity)).toEqual([{ provisioned: true }]);
  });

  it('is exactly the file that somebody brings', async () => {
    const own = {
      upstreams: { mine: { endpoint: 'https://mine.openai.azure.com', credential: { keyVaultSecret: 'mine' } } },
      models: { only: { model: 'gpt-4.1', deployments: [{ upstream: 'mine', deployment: 'd' }] } },
      callers: { me: { keys: [{ id: 'aaaaaaaaaa', sha256: 'b'.repeat(64) }] } },
    };
    const settings = appSettingsOf(await deployed({ gatewayFile: own }));
    expect(JSON.parse(asText(settings['SLUICE_GATEWAY_JSON'], 'gateway file'))).toEqual(own);
  });

  it('keeps usage in the account as long as is said, and reaches it by identity', async () => {
    const { settings } = await configOf({ usageKeepDays: 90 });
    expect(settings).toMatchObject({ usage: { store: 'table', keepDays: 90 }, logLevel: 'info' });
    expect((await configOf()).settings.usage.keepDays).toBeUndefined();
  });

  it('refers to the address of Redis by the vault, and only with Redis', async () => {
    expect(appSettingsOf(await deployed())).not.toHaveProperty('SLUICE_REDIS_URL');
    expect(appSettingsOf(await deployed({ createRedis: true }))).toHaveProperty(
      'SLUICE_REDIS_URL',
      expect.stringMatching(/^@Microsoft\.KeyVault\(SecretUri=https:.*\/redis-url\)$/),
    );
  });

  it('takes further settings, which win', async () => {
    const settings = appSettingsOf(await deployed({ extraSettings: { SLUICE_LOG_LEVEL: 'warn', SOME_KEY: '1' } }));
    expect(settings).toMatchObject({ SLUICE_LOG_LEVEL: 'warn', SOME_KEY: '1' });
  });
});
