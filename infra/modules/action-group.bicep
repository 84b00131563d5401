metadata description = 'Whom alerts are told to.'

@description('Name of the group.')
param name string

@description('Tags of every resource.')
param tags { *: string }

@description('Address that alerts are mailed to; empty for nobody.')
param email string

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'sluice'
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'operators'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
  }
}

@description('Resource id of the group.')
output id string = group.id
