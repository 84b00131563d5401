metadata description = 'The Azure Workbook of tokens, cost, latency and throttling.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Resource id of the Application Insights component it reads.')
param appInsightsId string

@description('What it is called in the portal.')
param displayName string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // The service takes nothing but a GUID here.
  name: guid(appInsightsId, 'sluice')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: appInsightsId
    version: 'Notebook/1.0'
    serializedData: loadTextContent('../workbook/sluice.workbook.json')
  }
}

@description('Resource id of the workbook.')
output id string = workbook.id
