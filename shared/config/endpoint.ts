import type { ProviderName } from './config.ts';

/** What is wrong with an address such as `example`, as `expected …`; `undefined` when nothing is. Credentials go there. */
export function endpointMistake(text: string, example: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return `expected an address such as ${example}`;
  if (url.username !== '' || url.password !== '') return 'expected an address without a user name or password';
  if (url.search !== '' || url.hash !== '') return 'expected an address without a query or fragment';
  if (url.protocol === 'https:') return undefined;
  // A key sent over plain HTTP is a published key; only this machine cannot overhear it.
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return undefined;
  return 'expected an https: address (http: is accepted for this machine only)';
}

/**
 * The address as requests to this provider are built from it: no trailing slash and, of what portals show to copy, no
 * `/openai/v1` for Azure and no `/v1` for Anthropic. OpenAI's keeps its `/v1`, and gets it where it has no path.
 */
export function normalEndpoint(text: string, provider: ProviderName): string {
  const address = new URL(text).href.replace(/\/+$/, '');
  switch (provider) {
    case 'azure-openai':
      return address.replace(/\/openai(\/v1)?$/, '');
    case 'openai':
      return new URL(address).pathname === '/' ? `${address}/v1` : address;
    case 'anthropic':
      return address.replace(/\/v1$/, '');
  }
}

/** Where a provider is when the gateway file does not say; `undefined` for Azure, whose resources have their own addresses. */
export function defaultEndpointOf(provider: unknown): string | undefined {
  if (provider === 'openai') return 'https://api.openai.com/v1';
  return provider === 'anthropic' ? 'https://api.anthropic.com' : undefined;
}

/** Whether a host name (as `URL` has it) is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
