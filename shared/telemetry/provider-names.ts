/** What OpenTelemetry's GenAI conventions call the providers of the gateway file. */
export const providerNames: ReadonlyMap<string, string> = new Map([
  ['azure-openai', 'azure.ai.openai'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
]);
