/**
 * The api version of every type of resource, and where it comes from. A type's inner resources share its version.
 *
 * `registry` is Azure's own registry of Bicep modules (github.com/Azure/bicep-registry-modules, August 2026); `quickstart`
 * the Functions team's template for Flex Consumption (Azure-Samples/functions-quickstart-typescript-azd); `stable` the
 * newest version of a service that is no preview and that public templates deploy.
 */
export const apiVersions: Readonly<Record<string, { readonly apiVersion: string; readonly source: string }>> = {
  'Microsoft.Authorization/roleAssignments': { apiVersion: '2022-04-01', source: 'registry' },
  'Microsoft.Cache/redisEnterprise': { apiVersion: '2025-07-01', source: 'registry' },
  'Microsoft.CognitiveServices/accounts': { apiVersion: '2025-06-01', source: 'registry' },
  'Microsoft.Insights/actionGroups': { apiVersion: '2023-01-01', source: 'stable' },
  'Microsoft.Insights/components': { apiVersion: '2020-02-02', source: 'registry' },
  'Microsoft.Insights/metricAlerts': { apiVersion: '2018-03-01', source: 'registry' },
  'Microsoft.Insights/scheduledQueryRules': { apiVersion: '2023-12-01', source: 'stable' },
  'Microsoft.Insights/workbooks': { apiVersion: '2023-06-01', source: 'stable' },
  'Microsoft.KeyVault/vaults': { apiVersion: '2025-05-01', source: 'stable' },
  'Microsoft.ManagedIdentity/userAssignedIdentities': { apiVersion: '2024-11-30', source: 'registry' },
  'Microsoft.Network/privateDnsZones': { apiVersion: '2024-06-01', source: 'stable' },
  'Microsoft.Network/privateEndpoints': { apiVersion: '2025-05-01', source: 'stable' },
  'Microsoft.Network/virtualNetworks': { apiVersion: '2025-05-01', source: 'stable' },
  'Microsoft.OperationalInsights/workspaces': { apiVersion: '2025-07-01', source: 'registry' },
  'Microsoft.Resources/resourceGroups': { apiVersion: '2025-04-01', source: 'stable' },
  'Microsoft.Storage/storageAccounts': { apiVersion: '2025-06-01', source: 'registry' },
  'Microsoft.Web/serverfarms': { apiVersion: '2025-03-01', source: 'registry' },
  'Microsoft.Web/sites': { apiVersion: '2025-03-01', source: 'registry' },
};
