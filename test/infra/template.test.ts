import { describe, expect, it } from 'vitest';

import { apiVersions } from '../../local/infra/api-versions.ts';
import { roles } from '../../local/infra/roles.ts';
import { appSettingsOf, deployed, propertiesOfAll } from '../setup/infra-deployment.ts';

const everything = { networkAccess: 'restricted', gatewayAccess: 'private', createRedis: true } as const;

const existing = {
  name: 'west',
  resourceId: '/subscriptions/other/resourceGroups/models/providers/Microsoft.CognitiveServices/accounts/west',
  endpoint: 'https://west.openai.azure.com',
  models: [{ alias: 'gpt-4.1-mini', deployment: 'mini' }],
};

const roleNames = (properties: readonly unknown[]) =>
  properties.map((assignment) => {
    const id = /'?([0-9a-f-]{36})"?/.exec(JSON.stringify(assignment).split('roleDefinitions/')[1] ?? '')?.[1] ?? '';
    return roles[id]?.name ?? id;
  });

describe('the template', () => {
  it('makes nothing of a kind that is not vouched for', async () => {
    const { resources } = await deployed({ ...everything, existingOpenAiAccounts: [existing] });
    const kinds = new Set(resources.map(({ type }) => type.split('/').slice(0, 2).join('/')));
    expect([...kinds].filter((kind) => !(kind in apiVersions))).toEqual([]);
    expect(Object.keys(apiVersions).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('makes one Flex Consumption app that azd finds, run by one identity that is not its own', async () => {
    const { resources } = await deployed();
    const app = resources.find(({ type }) => type === 'Microsoft.Web/sites');
    expect(app?.body).toMatchObject({
      kind: 'functionapp,linux',
      tags: { 'azd-service-name': 'api', 'azd-env-name': 'team-gateway' },
      identity: { type: 'UserAssigned' },
      properties: {
        httpsOnly: true,
        functionAppConfig: {
          runtime: { name: 'node', version: '24' },
          deployment: { storage: { type: 'blobContainer', authentication: { type: 'UserAssignedIdentity' } } },
        },
      },
    });
    expect(resources.filter(({ type }) => type === 'Microsoft.Web/serverfarms').map(({ body }) => body['sku'])).toEqual(
      [{ name: 'FC1', tier: 'FlexConsumption' }],
    );
  });

  it('runs Node 22 or 24 and nothing else', async () => {
    const old = await deployed({ nodeVersion: '22' });
    expect(propertiesOfAll(old, 'Microsoft.Web/sites')).toMatchObject([
      { functionAppConfig: { runtime: { version: '22' } } },
    ]);
    await expect(deployed({ nodeVersion: '20' })).rejects.toThrow(/nodeVersion is "20", not one of \["22","24"\]/);
  });

  it('lets an instance serve as many calls at once as is said, and keeps warm as many instances', async () => {
    const warm = await deployed({ httpConcurrency: 40, alwaysReadyInstances: 2, maximumInstanceCount: 60 });
    expect(propertiesOfAll(warm, 'Microsoft.Web/sites')).toMatchObject([
      {
        functionAppConfig: {
          scaleAndConcurrency: {
            maximumInstanceCount: 60,
            alwaysReady: [{ name: 'http', instanceCount: 2 }],
            triggers: { http: { perInstanceConcurrency: 40 } },
          },
        },
      },
    ]);
    const cold = await deployed();
    expect(JSON.stringify(propertiesOfAll(cold, 'Microsoft.Web/sites'))).toContain('"alwaysReady":[]');
  });

  it('switches keys off wherever identities do', async () => {
    const deployment = await deployed();
    expect(propertiesOfAll(deployment, 'Microsoft.Storage/storageAccounts')).toMatchObject([
      { allowSharedKeyAccess: false, allowBlobPublicAccess: false },
    ]);
    expect(propertiesOfAll(deployment, 'Microsoft.CognitiveServices/accounts')).toMatchObject([
      { disableLocalAuth: true },
    ]);
    expect(propertiesOfAll(deployment, 'Microsoft.Insights/components')).toMatchObject([{ DisableLocalAuth: true }]);
    expect(propertiesOfAll(deployment, 'Microsoft.KeyVault/vaults')).toMatchObject([
      { enableRbacAuthorization: true, enablePurgeProtection: true },
    ]);
    expect(propertiesOfAll(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies')).toEqual([
      { allow: false },
      { allow: false },
    ]);
  });

  it('gives the identity of the app the roles it needs, and whoever deploys the one to write secrets', async () => {
    const own = [
      'Cognitive Services OpenAI User',
      'Key Vault Secrets User',
      'Monitoring Metrics Publisher',
      'Storage Blob Data Owner',
      'Storage Queue Data Contributor',
      'Storage Table Data Contributor',
    ];
    const assigned = propertiesOfAll(await deployed(), 'Microsoft.Authorization/roleAssignments');
    expect(roleNames(assigned).toSorted()).toEqual(own);
    expect(new Set(assigned.map((item) => JSON.stringify(item).match(/"principalId":"[^"]+"/)?.[0])).size).toBe(1);

    const operated = await deployed({ operatorPrincipalId: 'someone', existingOpenAiAccounts: [existing] });
    const all = roleNames(propertiesOfAll(operated, 'Microsoft.Authorization/roleAssignments'));
    expect(all.toSorted()).toEqual([...own, 'Cognitive Services OpenAI User', 'Key Vault Secrets Officer'].toSorted());
  });

  it('is reachable from anywhere by identity as long as nothing else is asked for', async () => {
    const { resources } = await deployed({ createRedis: true });
    const accesses = resources.flatMap(
      ({ body }) => /"publicNetworkAccess":"(\w+)"/.exec(JSON.stringify(body['properties'] ?? null))?.[1] ?? [],
    );
    expect(accesses).toEqual(['Enabled', 'Enabled', 'Enabled', 'Enabled', 'Enabled']);
    expect(resources.filter(({ type }) => type.startsWith('Microsoft.Network/'))).toEqual([]);
  });

  it('closes everything but the gateway in the restricted variant, and the gateway too when it is asked for', async () => {
    const closed = async (parameters: Record<string, string>) => {
      const { resources } = await deployed({ createRedis: true, networkAccess: 'restricted', ...parameters });
      return Object.fromEntries(
        resources.flatMap(({ type, body }) => {
          const access = /"publicNetworkAccess":"(\w+)"/.exec(JSON.stringify(body['properties'] ?? null))?.[1];
          return access === undefined ? [] : [[type.split('/')[1], access] as const];
        }),
      );
    };
    const others = {
      storageAccounts: 'Disabled',
      vaults: 'Disabled',
      accounts: 'Disabled',
      redisEnterprise: 'Disabled',
    };
    expect(await closed({})).toEqual({ ...others, sites: 'Enabled' });
    expect(await closed({ gatewayAccess: 'private' })).toEqual({ ...others, sites: 'Disabled' });
  });

  it('denies by firewall as well whatever it closes', async () => {
    const { resources } = await deployed(everything);
    const firewalls = resources.flatMap(
      ({ body }) => /"networkAcls":(\{[^}]*\})/.exec(JSON.stringify(body['properties'] ?? null))?.[1] ?? [],
    );
    expect(firewalls).toHaveLength(3);
    expect(firewalls.every((firewall) => firewall.includes('"defaultAction":"Deny"'))).toBe(true);
  });

  it('gives what it closes a private endpoint each, with a zone in the network that the app joins', async () => {
    const deployment = await deployed(everything);
    const zones = deployment.resources.filter(({ type }) => type === 'Microsoft.Network/privateDnsZones');
    expect(zones.map(({ name }) => name).toSorted()).toEqual([
      'privatelink.azurewebsites.net',
      'privatelink.blob.core.windows.net',
      'privatelink.openai.azure.com',
      'privatelink.queue.core.windows.net',
      'privatelink.redis.azure.net',
      'privatelink.table.core.windows.net',
      'privatelink.vaultcore.azure.net',
    ]);
    expect(propertiesOfAll(deployment, 'Microsoft.Network/privateEndpoints')).toHaveLength(zones.length);
    expect(propertiesOfAll(deployment, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks')).toHaveLength(
      zones.length,
    );
    const groups = propertiesOfAll(deployment, 'Microsoft.Network/privateEndpoints').map(
      (endpoint) => /"groupIds":\["(\w+)"\]/.exec(JSON.stringify(endpoint))?.[1] ?? '',
    );
    expect(groups.toSorted()).toEqual(['account', 'blob', 'queue', 'redisEnterprise', 'sites', 'table', 'vault']);
    expect(JSON.stringify(propertiesOfAll(deployment, 'Microsoft.Network/virtualNetworks'))).toContain(
      '"serviceName":"Microsoft.App/environments"',
    );
    expect(propertiesOfAll(deployment, 'Microsoft.Web/sites')).toMatchObject([
      { virtualNetworkSubnetId: expect.stringMatching(/subnets\/app$/) },
    ]);
  });

  it('keeps answers of long jobs as many days as are said, and deletes what is left of them a day later', async () => {
    const deployment = await deployed({ jobKeepDays: 3 });
    const policies = JSON.stringify(
      propertiesOfAll(deployment, 'Microsoft.Storage/storageAccounts/managementPolicies'),
    );
    expect(policies).toContain('"prefixMatch":["sluice-jobs/"]');
    expect(policies).toContain('"daysAfterModificationGreaterThan":4');
    const jobs = deployment.resources.filter(({ name }) => name.endsWith('/default/sluice-jobs'));
    expect(jobs.map(({ type }) => type.split('/').at(-1))).toEqual(['containers', 'queues']);
    expect(appSettingsOf(deployment)).toMatchObject({ SLUICE_JOB_QUEUE: 'sluice-jobs', SLUICE_JOB_KEEP_HOURS: '72' });
  });

  it('never says a key: Redis comes with its password through the vault', async () => {
    const deployment = await deployed({ createRedis: true });
    const outsideVault = deployment.resources.filter(({ type }) => type !== 'Microsoft.KeyVault/vaults/secrets');
    expect(JSON.stringify([outsideVault, deployment.outputs])).not.toContain('made');
    expect(propertiesOfAll(deployment, 'Microsoft.KeyVault/vaults/secrets')).toMatchObject([
      { value: expect.stringMatching(/^rediss:\/\/:made%2Fup%2Bkey%3D@redis-\w+\.region\.redis\.azure\.net:10000$/) },
    ]);
  });

  it('alerts whoever is to be mailed, and shows a workbook', async () => {
    const deployment = await deployed({ alertEmail: 'operators@example.com' });
    const alerts = deployment.resources.filter(({ type }) => /Rules$|metricAlerts$/.test(type));
    expect(alerts.map(({ name }) => name.replace('sluice-team-gateway-', ''))).toEqual([
      'error-rate',
      'throttled',
      'latency',
      'budget-exceeded',
      'no-deployment',
      'secrets',
      'poison-queue',
      'jobs-waiting',
      'usage-store',
      'key-vault-failures',
      'storage-availability',
    ]);
    expect(alerts.every(({ body }) => /actionGroups\/ag-/.test(JSON.stringify(body)))).toBe(true);
    expect(JSON.stringify(propertiesOfAll(deployment, 'Microsoft.Insights/actionGroups'))).toContain(
      'operators@example.com',
    );
    expect(propertiesOfAll(deployment, 'Microsoft.Insights/workbooks')).toMatchObject([
      { serializedData: expect.stringContaining('Notebook/1.0') },
    ]);
  });

  it('says where the gateway is, who it is, and the host of its connector', async () => {
    const { outputs } = await deployed();
    expect(outputs).toMatchObject({
      SLUICE_URL: expect.stringMatching(/^https:\/\/func-\w+\.azurewebsites\.net$/),
      SLUICE_CONNECTOR_HOST: expect.stringMatching(/^func-\w+\.azurewebsites\.net$/),
      SLUICE_IDENTITY_PRINCIPAL_ID: expect.any(String),
      AZURE_KEY_VAULT_NAME: expect.stringMatching(/^kv-.{1,21}$/),
    });
  });

  it('names storage accounts and vaults within what Azure allows', async () => {
    const { resources } = await deployed();
    const nameOf = (type: string) => resources.find((resource) => resource.type === type)?.name;
    expect(nameOf('Microsoft.Storage/storageAccounts')).toMatch(/^[a-z0-9]{3,24}$/);
    expect(nameOf('Microsoft.KeyVault/vaults')).toMatch(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/);
  });
});
