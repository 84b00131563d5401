metadata description = 'What a deployment of Azure OpenAI is, for the template and its modules.'

@export()
@description('A deployment to make on the new Azure OpenAI account.')
type openAiDeployment = {
  @description('Its name on the account, and the alias that callers ask for.')
  name: string

  @description('The model it runs, as Azure and the catalogue of Sluice name it.')
  model: string

  @description('The version of the model.')
  version: string

  @description('How it is billed and where it is served: GlobalStandard, DataZoneStandard, Standard, ProvisionedManaged, …')
  sku: string

  @description('Thousands of tokens per minute; of a provisioned SKU, throughput units.')
  capacity: int
}
