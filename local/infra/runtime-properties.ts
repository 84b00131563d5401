import type { BicepObject } from './bicep-value.ts';

/** What Azure would say of a resource once it is there, as far as the templates ask, by its type. */
export function runtimeProperties(type: string, name: string, body: BicepObject): BicepObject {
  return runtime[type]?.(name, body) ?? {};
}

const runtime: Readonly<Record<string, (name: string, body: BicepObject) => BicepObject>> = {
  'Microsoft.ManagedIdentity/userAssignedIdentities': () => ({
    principalId: '00000000-0000-0000-0000-0000000000b1',
    clientId: '00000000-0000-0000-0000-0000000000c1',
  }),
  'Microsoft.Insights/components': () => ({
    ConnectionString:
      'InstrumentationKey=00000000-0000-0000-0000-0000000000d1;IngestionEndpoint=https://ingestion.example/',
  }),
  'Microsoft.Storage/storageAccounts': (name) => ({
    primaryEndpoints: {
      blob: `https://${name}.blob.core.windows.net/`,
      queue: `https://${name}.queue.core.windows.net/`,
      table: `https://${name}.table.core.windows.net/`,
    },
  }),
  'Microsoft.KeyVault/vaults': (name) => ({ vaultUri: `https://${name}.vault.azure.net/` }),
  'Microsoft.KeyVault/vaults/secrets': (name) => ({ secretUri: `https://vault.example/secrets/${name}` }),
  'Microsoft.Cache/redisEnterprise': (name) => ({ hostName: `${name}.region.redis.azure.net` }),
  'Microsoft.Web/sites': (name) => ({ defaultHostName: `${name}.azurewebsites.net` }),
};
