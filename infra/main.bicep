import { openAiDeployment } from 'modules/openai-deployment.bicep'
import { existingAccount } from 'modules/openai-account.bicep'

metadata description = 'Sluice on Azure: the gateway, the identity it has everywhere, and what it keeps, calls and reports to.'

targetScope = 'subscription'

@description('Name of the azd environment; the names of all resources are made of it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of all resources. Flex Consumption and the models must be offered there.')
@minLength(1)
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Resource group; empty for rg-{environmentName}.')
param resourceGroupName string = ''

@description('Object id of whoever runs the deployment, who may then write secrets to the vault; empty for nobody.')
param operatorPrincipalId string = ''

// — Who may call

@description('Name of the first caller in the gateway file.')
param callerName string = 'operator'

@description('Id of the first caller\'s gateway key: the part that logs may show.')
@minLength(10)
@maxLength(10)
param callerKeyId string

@description('SHA-256, in hexadecimal, of the secret part of that key. The key itself goes nowhere near Azure.')
@minLength(64)
@maxLength(64)
param callerKeySha256 string

@description('Whether the first caller may use the administrative routes, such as everyone\'s usage.')
param callerIsAdmin bool = true

@description('Origins that browsers may call from. Logic Apps find the functions of the app only with *.')
param corsOrigins string[] = []

// — What is called

@description('Whether to make an Azure OpenAI account.')
param createOpenAi bool = true

@description('Deployments on that account. A model must be offered in the region, and the subscription have quota for it.')
param openAiDeployments openAiDeployment[] = [
  {
    name: 'gpt-4.1-mini'
    model: 'gpt-4.1-mini'
    version: '2025-04-14'
    sku: 'GlobalStandard'
    capacity: 50
  }
  {
    name: 'text-embedding-3-small'
    model: 'text-embedding-3-small'
    version: '1'
    sku: 'GlobalStandard'
    capacity: 50
  }
]

@description('Whether to bring back the deleted Azure OpenAI account of this name: after azd down without --purge.')
param restoreOpenAi bool = false

@description('Azure OpenAI accounts that are there already, in any subscription of the tenant.')
param existingOpenAiAccounts existingAccount[] = []

@description('A gateway file of one\'s own in place of the one that is made of the parameters above; empty for none.')
// Its schema is in the gateway, which validates it as it starts, and `npm run sluice -- config validate` before that.
#disable-next-line use-user-defined-types
param gatewayFile object = {}

// — What it runs on

@description('Major version of Node.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Most instances the app grows to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Memory of an instance in megabytes.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int = 2048

@description('Calls that one instance serves at a time. A stream holds its place until it ends, so that this times the instances is the most streams there can be.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances that are always warm for HTTP; they cost while they idle. With 0 the first call of a quiet hour waits for a cold start.')
@minValue(0)
param alwaysReadyInstances int = 0

@description('The least that is logged.')
@allowed(['debug', 'info', 'warn', 'error'])
param logLevel string = 'info'

@description('Share of traces that is kept, in percent. Tokens, cost and calls are counted whatever it is.')
@minValue(0)
@maxValue(100)
param traceSamplePercent int = 100

@description('App settings beside those of the template, by name; they win.')
param extraSettings { *: string } = {}

// — What it keeps

@description('Days that usage is kept; 0 for ever.')
@minValue(0)
@maxValue(3650)
param usageKeepDays int = 0

@description('Days that the answer of a long job can be fetched for; what is left of it a day later, the account deletes.')
@minValue(1)
@maxValue(30)
param jobKeepDays int = 1

@description('Days that telemetry is kept.')
@minValue(30)
@maxValue(730)
param telemetryKeepDays int = 30

@description('Whether to make an Azure Managed Redis, through which instances share limits, circuits and kept answers. Budgets of more than one instance need it.')
param createRedis bool = false

@description('Size of Redis.')
param redisSku string = 'Balanced_B0'

@description('Whether Redis has a second node.')
param redisHighAvailability bool = true

@description('Whether a deleted vault can be purged by nobody before its 90 days are over. It cannot be taken back.')
param purgeProtection bool = true

@description('Whether to bring back the deleted vault of this name: after azd down, when the same environment is deployed again.')
param recoverKeyVault bool = false

// — Who can reach it

@description('public: storage, vault, Azure OpenAI and Redis answer to identities from anywhere. restricted: they answer on private endpoints in a virtual network only, which the app joins.')
@allowed(['public', 'restricted'])
param networkAccess string = 'public'

@description('public, or private: the gateway itself answers on a private endpoint only, and so does its deployment. Needs networkAccess restricted.')
@allowed(['public', 'private'])
param gatewayAccess string = 'public'

@description('Addresses of the virtual network, a /24 at least.')
param addressSpace string = '10.80.0.0/24'

// — Who hears of it

@description('Address that alerts are mailed to; empty for alerts in the portal only.')
param alertEmail string = ''

@description('Share of calls, in percent, that may end in a fault of ours or of the upstreams before an alert.')
param errorRatePercent int = 5

@description('Share of attempts, in percent, that deployments may throttle before an alert.')
param throttledPercent int = 20

@description('Milliseconds that nineteen of twenty plain calls may take before an alert.')
param latencyP95Ms int = 60000

var isRestricted = networkAccess == 'restricted'
var isGatewayPrivate = isRestricted && gatewayAccess == 'private'
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var packageContainer = 'app-package'
var jobQueue = 'sluice-jobs'

// The account is called v1 by default, whose deployments are named in the body.
var createdAccounts = createOpenAi
  ? [
      {
        name: 'azure'
        endpoint: openAi!.outputs.endpoint
        models: map(
          openAiDeployments,
          deployment =>
            union(
              {
                alias: deployment.name
                deployment: deployment.name
                model: deployment.model
                provisioned: contains(deployment.sku, 'Provisioned')
              },
              // A unit of a provisioned SKU is no thousand tokens per minute.
              contains(deployment.sku, 'Provisioned') ? {} : { tokensPerMinute: deployment.capacity * 1000 }
            )
        )
      }
    ]
  : []
var existingAccounts = map(existingOpenAiAccounts, account => {
  name: account.name
  endpoint: account.endpoint
  models: account.models
})

var storageZone = environment().suffixes.storage
var privateServices = concat(
  [
    { name: 'blob', target: 'storage', group: 'blob', zone: 'privatelink.blob.${storageZone}' }
    { name: 'queue', target: 'storage', group: 'queue', zone: 'privatelink.queue.${storageZone}' }
    { name: 'table', target: 'storage', group: 'table', zone: 'privatelink.table.${storageZone}' }
    { name: 'vault', target: 'vault', group: 'vault', zone: 'privatelink.vaultcore.azure.net' }
  ],
  createOpenAi ? [{ name: 'openai', target: 'openai', group: 'account', zone: 'privatelink.openai.azure.com' }] : [],
  createRedis ? [{ name: 'redis', target: 'redis', group: 'redisEnterprise', zone: 'privatelink.redis.azure.net' }] : []
)
var wantedEndpoints = isRestricted ? privateServices : []
var endpointTargets = {
  storage: storage.outputs.id
  vault: keyVault.outputs.id
  openai: createOpenAi ? openAi!.outputs.id : ''
  redis: createRedis ? redis!.outputs.id : ''
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: empty(resourceGroupName) ? 'rg-${environmentName}' : resourceGroupName
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module workspace 'modules/log-workspace.bicep' = {
  scope: group
  params: {
    name: 'log-${token}'
    location: location
    tags: tags
    retentionDays: telemetryKeepDays
  }
}

module appInsights 'modules/app-insights.bicep' = {
  scope: group
  params: {
    name: 'appi-${token}'
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
    principalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    isPrivate: isRestricted
    packageContainer: packageContainer
    jobQueue: jobQueue
    jobDeleteDays: jobKeepDays + 1
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    isPrivate: isRestricted
    purgeProtection: purgeProtection
    recover: recoverKeyVault
  }
}

module redis 'modules/redis.bicep' = if (createRedis) {
  scope: group
  params: {
    name: 'redis-${token}'
    location: location
    tags: tags
    sku: redisSku
    highAvailability: redisHighAvailability
    isPrivate: isRestricted
    keyVaultName: keyVault.outputs.name
  }
}

module openAi 'modules/openai.bicep' = if (createOpenAi) {
  scope: group
  params: {
    name: 'oai-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    isPrivate: isRestricted
    deployments: openAiDeployments
    restore: restoreOpenAi
  }
}

module openAiAccess 'modules/openai-access.bicep' = [
  for account in existingOpenAiAccounts: {
    scope: resourceGroup(split(account.resourceId, '/')[2], split(account.resourceId, '/')[4])
    params: {
      accountName: last(split(account.resourceId, '/'))
      principalId: identity.outputs.principalId
    }
  }
]

module gateway 'modules/gateway-file.bicep' = {
  scope: group
  params: {
    accounts: concat(createdAccounts, existingAccounts)
    callerName: callerName
    callerKeyId: callerKeyId
    callerKeySha256: callerKeySha256
    callerIsAdmin: callerIsAdmin
    ownFile: gatewayFile
  }
}

module network 'modules/network.bicep' = if (isRestricted) {
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    addressSpace: addressSpace
  }
}

module endpoints 'modules/private-endpoint.bicep' = [
  for service in wantedEndpoints: {
    scope: group
    params: {
      name: 'pep-${service.name}-${token}'
      location: location
      tags: tags
      targetId: endpointTargets[service.target]
      groupId: service.group
      zoneName: service.zone
      networkId: network!.outputs.id
      subnetId: network!.outputs.endpointSubnetId
    }
  }
]

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    serviceName: 'api'
    nodeVersion: nodeVersion
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packageLocation: '${storage.outputs.blobEndpoint}${packageContainer}'
    storageAccountName: storage.outputs.name
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    appInsightsConnectionString: appInsights.outputs.connectionString
    keyVaultUri: keyVault.outputs.uri
    gatewayJson: gateway.outputs.json
    redisAddressLocation: createRedis ? redis!.outputs.addressLocation : ''
    logLevel: logLevel
    traceSamplePercent: traceSamplePercent
    jobQueue: jobQueue
    jobKeepDays: jobKeepDays
    usageKeepDays: usageKeepDays
    extraSettings: extraSettings
    corsOrigins: corsOrigins
    subnetId: isRestricted ? network!.outputs.appSubnetId : ''
    isPrivate: isGatewayPrivate
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMb: instanceMemoryMb
    httpConcurrency: httpConcurrency
    alwaysReadyInstances: alwaysReadyInstances
  }
  // Without them its first start finds neither storage nor vault, and is refused by the accounts it calls.
  dependsOn: [
    endpoints
    openAiAccess
  ]
}

module gatewayEndpoint 'modules/private-endpoint.bicep' = if (isGatewayPrivate) {
  scope: group
  params: {
    name: 'pep-gateway-${token}'
    location: location
    tags: tags
    targetId: app.outputs.id
    groupId: 'sites'
    zoneName: 'privatelink.azurewebsites.net'
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointSubnetId
  }
}

module actionGroup 'modules/action-group.bicep' = {
  scope: group
  params: {
    name: 'ag-${token}'
    tags: tags
    email: alertEmail
  }
}

module logAlerts 'modules/log-alerts.bicep' = {
  scope: group
  params: {
    prefix: 'sluice-${environmentName}'
    location: location
    tags: tags
    appInsightsId: appInsights.outputs.id
    actionGroupId: actionGroup.outputs.id
    errorRatePercent: errorRatePercent
    throttledPercent: throttledPercent
    latencyP95Ms: latencyP95Ms
  }
}

module metricAlerts 'modules/metric-alerts.bicep' = {
  scope: group
  params: {
    prefix: 'sluice-${environmentName}'
    tags: tags
    keyVaultId: keyVault.outputs.id
    storageAccountId: storage.outputs.id
    actionGroupId: actionGroup.outputs.id
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    appInsightsId: appInsights.outputs.id
    displayName: 'Sluice (${environmentName})'
  }
}

@description('Region.')
output AZURE_LOCATION string = location

@description('Resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Name of the app.')
output AZURE_FUNCTION_NAME string = app.outputs.name

@description('Address of the gateway: an OpenAI client\'s base URL is this with /v1.')
output SLUICE_URL string = 'https://${app.outputs.hostName}'

@description('Host of the Logic Apps connector.')
output SLUICE_CONNECTOR_HOST string = app.outputs.hostName

@description('Object id of the identity of the app, to give it roles elsewhere.')
output SLUICE_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId

@description('Name of the vault.')
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.name

@description('Resource id of the workbook.')
output SLUICE_WORKBOOK_ID string = workbook.outputs.id
