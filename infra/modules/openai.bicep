import { openAiDeployment } from 'openai-deployment.bicep'

metadata description = 'An Azure OpenAI account with its deployments, called by identity only.'

@description('Name of the account, which is its host name too.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Object id of the identity of the app.')
param principalId string

@description('Whether it is reachable over private endpoints only.')
param isPrivate bool

@description('Deployments to make.')
param deployments openAiDeployment[]

@description('Whether to bring back the deleted account of this name.')
param restore bool

var cognitiveServicesOpenAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: {
    name: 'S0'
  }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
    // Not said unless asked for: of an account that is not deleted it is refused.
    restore: restore ? true : null
  }
}

// The service refuses two deployments made at once.
@batchSize(1)
resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [
  for item in deployments: {
    parent: account
    name: item.name
    sku: {
      name: item.sku
      capacity: item.capacity
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: item.model
        version: item.version
      }
      // The gateway file names the model; a new version is a decision, not a surprise.
      versionUpgradeOption: 'OnceCurrentVersionExpired'
    }
  }
]

resource user 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, cognitiveServicesOpenAiUser)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cognitiveServicesOpenAiUser)
  }
}

@description('Resource id of the account.')
output id string = account.id

@description('Address of the account, without a slash at its end.')
output endpoint string = 'https://${name}.openai.azure.com'
