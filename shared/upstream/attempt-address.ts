import type { Deployment } from '../config/config.ts';

/** Where an attempt goes: what a trace says of it. The query is left out: it is the api version at best. */
export type AttemptAddress = {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
};

/** The address of an operation at a deployment, as its provider's client builds it. */
export function attemptAddress(deployment: Deployment, operation: 'chat' | 'embeddings'): AttemptAddress {
  const { protocol, hostname, port, pathname } = new URL(deployment.endpoint);
  const scheme = protocol.slice(0, -1);
  return {
    scheme,
    host: hostname,
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: `${pathname === '/' ? '' : pathname}${pathOf(deployment, operation === 'chat' ? '/chat/completions' : '/embeddings')}`,
  };
}

function pathOf({ provider, apiVersion, deployment }: Deployment, operation: string): string {
  switch (provider) {
    case 'openai':
      return operation;
    case 'anthropic':
      return '/v1/messages';
    case 'azure-openai':
      return apiVersion === 'v1' || apiVersion === 'preview'
        ? `/openai/v1${operation}`
        : `/openai/deployments/${encodeURIComponent(deployment)}${operation}`;
  }
}
