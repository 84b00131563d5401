metadata description = 'Alerts on what Sluice reports of itself.'

@description('What the names of the alerts begin with.')
param prefix string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Resource id of the Application Insights component.')
param appInsightsId string

@description('Resource id of the action group.')
param actionGroupId string

@description('Share of calls, in percent, that may end in a fault.')
param errorRatePercent int

@description('Share of a deployment\'s attempts, in percent, that it may throttle.')
param throttledPercent int

@description('Milliseconds that nineteen of twenty plain calls may take.')
param latencyP95Ms int

// Each query answers one number for each of its dimensions; a rule fires for each that is above its threshold.
var rules = [
  {
    name: 'error-rate'
    title: 'Sluice: calls fail'
    description: 'More calls than usual end in a fault that is not the caller\'s own.'
    severity: 1
    query: loadTextContent('../alerts/error-rate.kql')
    measure: 'percent'
    threshold: errorRatePercent
    dimensions: []
  }
  {
    name: 'throttled'
    title: 'Sluice: a deployment throttles'
    description: 'A deployment answers many attempts with 429. Sluice goes elsewhere as long as there is an elsewhere.'
    severity: 2
    query: loadTextContent('../alerts/throttled.kql')
    measure: 'percent'
    threshold: throttledPercent
    dimensions: ['deployment']
  }
  {
    name: 'latency'
    title: 'Sluice: calls are slow'
    description: 'One plain call of twenty takes longer than it may.'
    severity: 2
    query: loadTextContent('../alerts/latency.kql')
    measure: 'p95Ms'
    threshold: latencyP95Ms
    dimensions: ['model']
  }
  {
    name: 'budget-exceeded'
    title: 'Sluice: a budget is used up'
    description: 'Calls of a caller are refused until its budget begins anew.'
    severity: 3
    query: loadTextContent('../alerts/budget-exceeded.kql')
    measure: 'refusals'
    threshold: 0
    dimensions: ['caller', 'budget']
  }
  {
    name: 'no-deployment'
    title: 'Sluice: no healthy deployment'
    description: 'Calls found no deployment that could serve them. GET /openai/health says which, and why.'
    severity: 0
    query: loadTextContent('../alerts/no-deployment.kql')
    measure: 'calls'
    threshold: 0
    dimensions: []
  }
  {
    name: 'secrets'
    title: 'Sluice: no credential'
    description: 'Key Vault or the identity gave no credential, and none was known.'
    severity: 1
    query: loadTextContent('../alerts/secrets.kql')
    measure: 'calls'
    threshold: 0
    dimensions: []
  }
  {
    name: 'poison-queue'
    title: 'Sluice: long jobs are given up'
    description: 'Jobs failed at every delivery and are in the poison queue.'
    severity: 2
    query: loadTextContent('../alerts/poison-queue.kql')
    measure: 'jobs'
    threshold: 0
    dimensions: []
  }
  {
    name: 'jobs-waiting'
    title: 'Sluice: long jobs are not begun'
    description: 'Jobs are accepted, and nobody takes them from their queue. GET /health/ready says how it stands; look whether run-job is enabled and the storage account can be read.'
    severity: 1
    query: loadTextContent('../alerts/jobs-waiting.kql')
    measure: 'jobs'
    threshold: 0
    dimensions: []
  }
  {
    name: 'usage-store'
    title: 'Sluice: usage is not written down'
    description: 'The table takes no records of usage: they wait on the disks of instances, or are lost where those are full. GET /openai/health with an admin key says which.'
    severity: 2
    query: loadTextContent('../alerts/usage-store.kql')
    measure: 'times'
    threshold: 0
    dimensions: []
  }
]

resource alert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${prefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [
        appInsightsId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      // Tables of a component that nothing was ever written to do not exist yet, and would fail the first deployment.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: rule.measure
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: rule.threshold
            dimensions: map(rule.dimensions, dimension => {
              name: dimension
              operator: 'Include'
              values: ['*']
            })
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: [
          actionGroupId
        ]
      }
    }
  }
]
