metadata description = 'Alerts on what Azure itself measures of the vault and the storage account.'

@description('What the names of the alerts begin with.')
param prefix string

@description('Tags of every resource.')
param tags { *: string }

@description('Resource id of the vault.')
param keyVaultId string

@description('Resource id of the storage account.')
param storageAccountId string

@description('Resource id of the action group.')
param actionGroupId string

var rules = [
  {
    name: 'key-vault-failures'
    description: 'Key Vault refuses, throttles or fails. Sluice goes on with the last good secrets; a new instance has none.'
    severity: 1
    scope: keyVaultId
    namespace: 'Microsoft.KeyVault/vaults'
    metric: 'ServiceApiResult'
    operator: 'GreaterThan'
    threshold: 0
    aggregation: 'Count'
    // Not 401: the client's first request of a connection is answered so by design, to tell it where to get a token.
    dimensions: [
      {
        name: 'StatusCode'
        operator: 'Include'
        values: ['403', '429', '500', '502', '503', '504']
      }
    ]
  }
  {
    name: 'storage-availability'
    description: 'The storage account fails. Usage waits on the disks of instances, and long jobs stand still.'
    severity: 1
    scope: storageAccountId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    operator: 'LessThan'
    threshold: 99
    aggregation: 'Average'
    dimensions: []
  }
]

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in rules: {
    name: '${prefix}-${rule.name}'
    location: 'global'
    tags: tags
    properties: {
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [
        rule.scope
      ]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: rule.name
            metricNamespace: rule.namespace
            metricName: rule.metric
            operator: rule.operator
            threshold: rule.threshold
            timeAggregation: rule.aggregation
            dimensions: rule.dimensions
          }
        ]
      }
      autoMitigate: true
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
]
