/** Built-in roles by their ids, and what the app needs each for. Sources: the quickstart's and the registry's templates. */
export const roles: Readonly<Record<string, { readonly name: string; readonly why: string }>> = {
  '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd': {
    name: 'Cognitive Services OpenAI User',
    why: 'to call deployments, and nothing else of the account',
  },
  '4633458b-17de-408a-b874-0445c86b69e6': { name: 'Key Vault Secrets User', why: 'to read secrets' },
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': {
    name: 'Key Vault Secrets Officer',
    why: 'for whoever deploys, to write secrets; not for the app',
  },
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': {
    name: 'Storage Blob Data Owner',
    why: 'the package, the results of long jobs, and what the Functions host keeps',
  },
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': { name: 'Storage Queue Data Contributor', why: 'the queue of long jobs' },
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': { name: 'Storage Table Data Contributor', why: 'the ledger of usage' },
  '3913510d-42f4-4e42-8a64-420c390055eb': { name: 'Monitoring Metrics Publisher', why: 'to write telemetry' },
};
