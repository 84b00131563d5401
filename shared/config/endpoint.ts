/** What is wrong with an address that a credential will be sent to, as `expected …`; `undefined` when nothing is. */
export function endpointMistake(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return 'expected an address such as https://my-resource.openai.azure.com';
  if (url.username !== '' || url.password !== '') return 'expected an address without a user name or password';
  if (url.search !== '' || url.hash !== '') return 'expected an address without a query or fragment';
  if (url.protocol === 'https:') return undefined;
  // A key sent over plain HTTP is a published key; only this machine cannot overhear it.
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return undefined;
  return 'expected an https: address (http: is accepted for this machine only)';
}

/** The address as requests are built from it: no trailing slash and, of what portals show to copy, no `/openai/v1`. */
export function normalEndpoint(text: string): string {
  return new URL(text).href.replace(/\/+$/, '').replace(/\/openai(\/v1)?$/, '');
}

/** Whether a host name (as `URL` has it) is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
