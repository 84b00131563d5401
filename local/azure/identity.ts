import { randomBytes } from 'node:crypto';
import { playFault } from './fault.ts';
import type { Fault } from './fault.ts';
import { answerJson, startLoopbackServer } from './loopback-server.ts';
import { issueSimulatedToken } from './simulated-token.ts';

export { verifySimulatedToken } from './simulated-token.ts';

export type IdentityOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** What callers must send as `X-IDENTITY-HEADER`. Default: random. */
  readonly header?: string;
  /** Life of the tokens it issues. Default: a day, as App Service. */
  readonly lifetimeSeconds?: number;
};

/** A simulated App Service identity endpoint, as `ManagedIdentityCredential` finds it by two environment variables. */
export type SimulatedIdentity = {
  /** The value for `IDENTITY_ENDPOINT`. */
  readonly url: string;
  /** The value for `IDENTITY_HEADER`. */
  readonly header: string;
  /** Token requests so far by resource, such as `https://vault.azure.net`; failed ones too. */
  tokenRequests(): Readonly<Record<string, number>>;
  /** From now on every token request fails so; `undefined` mends it. */
  fail(mode: Fault | undefined): void;
  stop(): Promise<void>;
};

/** Starts a simulated identity endpoint on 127.0.0.1, speaking App Service's 2019-08-01 contract. */
export async function startIdentity(options: IdentityOptions = {}): Promise<SimulatedIdentity> {
  const { header = randomBytes(16).toString('hex'), lifetimeSeconds = 86_400 } = options;
  const requests = new Map<string, number>();
  let fault: Fault | undefined;

  const server = await startLoopbackServer(options.port ?? 0, (request, response, url) => {
    if (url.pathname !== '/msi/token') return answerJson(response, 404, errorBody(404));
    if (request.method !== 'GET') return answerJson(response, 405, errorBody(405));
    if (request.headers['x-identity-header'] !== header) return answerJson(response, 401, errorBody(401));
    const resource = url.searchParams.get('resource');
    if (resource === null || resource === '' || url.searchParams.get('api-version') !== '2019-08-01')
      return answerJson(response, 400, errorBody(400));

    requests.set(resource, (requests.get(resource) ?? 0) + 1);
    if (fault !== undefined) return playFault(fault, response, errorBody);
    const clientId = url.searchParams.get('client_id') ?? '00000000-0000-0000-0000-00000000c11d';
    const expiresSeconds = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    answerJson(response, 200, {
      access_token: issueSimulatedToken({ aud: resource, exp: expiresSeconds, oid: clientId }),
      expires_on: String(expiresSeconds),
      resource,
      token_type: 'Bearer',
      client_id: clientId,
    });
  });

  return {
    url: `${server.url}/msi/token`,
    header,
    tokenRequests: () => Object.fromEntries(requests),
    fail(mode) {
      fault = mode;
    },
    stop: server.stop,
  };
}

function errorBody(statusCode: number) {
  return { statusCode, message: messages[statusCode] ?? `The simulated identity endpoint fails with ${statusCode}.` };
}

const messages: Readonly<Record<number, string>> = {
  400: 'The request needs api-version=2019-08-01 and a resource.',
  401: 'X-IDENTITY-HEADER is missing or wrong.',
};
