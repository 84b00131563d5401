metadata description = 'Azure Managed Redis, through which instances share limits, circuits and kept answers.'

@description('Name of the cluster.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Size, such as Balanced_B0.')
param sku string

@description('Whether a second node stands ready.')
param highAvailability bool

@description('Whether it is reachable over private endpoints only.')
param isPrivate bool

@description('Name of the vault that keeps its address and password.')
param keyVaultName string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }

  resource database 'databases' = {
    name: 'default'
    properties: {
      // The app signs in with a password in its address; it has no notion of Entra tokens for Redis.
      accessKeysAuthentication: 'Enabled'
      clientProtocol: 'Encrypted'
      // One shard: the client speaks to one address, and does not follow the redirections of a cluster.
      clusteringPolicy: 'NoCluster'
      // Counters of limits are not to be forgotten for kept answers' sake; those expire by themselves.
      evictionPolicy: 'VolatileLRU'
      port: 10000
    }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: keyVaultName

  resource address 'secrets' = {
    name: 'redis-url'
    properties: {
      contentType: 'Address of Redis with its access key'
      value: 'rediss://:${uriComponent(cluster::database.listKeys().primaryKey)}@${cluster.properties.hostName}:10000'
    }
  }
}

@description('Resource id of the cluster.')
output id string = cluster.id

@description('Where the vault keeps the address; of no version, so that a new key is found.')
output addressLocation string = vault::address.properties.secretUri
