metadata description = 'What an Azure OpenAI account offers to callers, for the template and its modules.'

@export()
@description('A deployment that serves an alias.')
type offeredModel = {
  @description('What callers ask for. Several accounts may offer one alias; Sluice then fails over between them.')
  alias: string

  @description('Name of the deployment on its account.')
  deployment: string

  @description('What it runs, where that is not the alias.')
  model: string?

  @description('Tokens per minute it is granted; without it Sluice goes by what the answers say.')
  tokensPerMinute: int?

  @description('Whether it is provisioned throughput.')
  provisioned: bool?

  @description('Lower is served first; 1 without it.')
  priority: int?
}

@export()
@description('An account that is there already. The identity of the app is given access to it, and nothing else of it is changed.')
type existingAccount = {
  @description('What the gateway file calls it.')
  name: string

  @description('Resource id of the account, in any subscription of the tenant.')
  resourceId: string

  @description('Its address: https://{account}.openai.azure.com')
  endpoint: string

  @description('What it offers.')
  models: offeredModel[]
}

@export()
@description('An account as the gateway file has it.')
type upstreamAccount = {
  @description('What the gateway file calls it.')
  name: string

  @description('Its address.')
  endpoint: string

  @description('What it offers.')
  models: offeredModel[]
}
