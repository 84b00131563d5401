metadata description = 'The Flex Consumption plan and the app on it, with every app setting.'

@description('Name of the app, which is its host name too.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Name of the service in azure.yaml, by which azd finds this app.')
param serviceName string

@description('Major version of Node.')
param nodeVersion string

@description('Resource id of the identity of the app.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Where the package is deployed to: a container\'s address.')
param packageLocation string

@description('Name of the storage account.')
param storageAccountName string

@description('Address of its blobs.')
param blobEndpoint string

@description('Address of its queues.')
param queueEndpoint string

@description('Address of its tables.')
param tableEndpoint string

@description('Where telemetry is sent.')
param appInsightsConnectionString string

@description('Address of the vault.')
param keyVaultUri string

@description('The gateway file as JSON.')
param gatewayJson string

@description('Where the vault keeps the address of Redis; empty without Redis.')
param redisAddressLocation string

@description('The least that is logged.')
param logLevel string

@description('Share of traces that is kept, in percent.')
param traceSamplePercent int

@description('Queue and container of long jobs.')
param jobQueue string

@description('Days that the answer of a long job can be fetched for.')
param jobKeepDays int

@description('Days that usage is kept; 0 for ever.')
param usageKeepDays int

@description('App settings beside these, by name; they win.')
param extraSettings { *: string }

@description('Origins that browsers may call from.')
param corsOrigins string[]

@description('Subnet that the app calls from; empty for none.')
param subnetId string

@description('Whether the gateway itself is reachable over a private endpoint only.')
param isPrivate bool

@description('Most instances.')
param maximumInstanceCount int

@description('Memory of an instance in megabytes.')
param instanceMemoryMb int

@description('Calls that one instance serves at a time. A stream holds its place until it ends.')
param httpConcurrency int

@description('Instances that are always warm for HTTP.')
param alwaysReadyInstances int

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    // Without it references to the vault are resolved by the app's own identity, which it has not.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      cors: {
        allowedOrigins: corsOrigins
      }
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageLocation
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMb
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identityClientId
        AzureWebJobsStorage__accountName: storageAccountName
        AzureWebJobsStorage__blobServiceUri: blobEndpoint
        AzureWebJobsStorage__queueServiceUri: queueEndpoint
        AzureWebJobsStorage__tableServiceUri: tableEndpoint
        APPLICATIONINSIGHTS_CONNECTION_STRING: appInsightsConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
        AZURE_CLIENT_ID: identityClientId
        SLUICE_GATEWAY_JSON: gatewayJson
        SLUICE_JOB_KEEP_HOURS: string(jobKeepDays * 24)
        SLUICE_JOB_QUEUE: jobQueue
        SLUICE_KEY_VAULT_URL: keyVaultUri
        SLUICE_LOG_LEVEL: logLevel
        SLUICE_TRACE_SAMPLE_PERCENT: string(traceSamplePercent)
        SLUICE_USAGE_STORE: 'table'
      },
      usageKeepDays == 0 ? {} : { SLUICE_USAGE_KEEP_DAYS: string(usageKeepDays) },
      empty(redisAddressLocation) ? {} : { SLUICE_REDIS_URL: '@Microsoft.KeyVault(SecretUri=${redisAddressLocation})' },
      extraSettings
    )
  }

  // A user name and a password for deployments, which nobody needs: azd deploys with a token.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
    // Two changes of one app at a time are refused.
    dependsOn: [
      settings
    ]
  }

  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
    dependsOn: [
      ftpPassword
    ]
  }
}

@description('Resource id of the app.')
output id string = app.id

@description('Name of the app.')
output name string = app.name

@description('Host name of the app.')
output hostName string = app.properties.defaultHostName
