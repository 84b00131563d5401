import type { IncomingMessage } from 'node:http';
import { playFault } from './fault.ts';
import type { Fault } from './fault.ts';
import { answerJson, startLoopbackServer } from './loopback-server.ts';
import { accessTokenClaims } from './oidc-claims.ts';
import type { OidcClaims, TokenVersion } from './oidc-claims.ts';
import { createOidcKey, signToken } from './oidc-key.ts';
import type { OidcKey } from './oidc-key.ts';
import { readBody } from './read-body.ts';

export type OidcOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly tenantId?: string;
  /** Epoch milliseconds, for the life of tokens. */
  readonly now?: () => number;
};

/** What a token is to be; every member may lie. */
export type MintOptions = {
  readonly version?: TokenVersion;
  readonly audience?: string;
  readonly appId?: string;
  /** Over the claims that a good token has; a member that is `undefined` is left out. */
  readonly claims?: OidcClaims;
  /** Over `{ typ: 'JWT', alg: 'RS256', kid }`; a member that is `undefined` is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with it in place of the tenant's newest. */
  readonly key?: OidcKey;
  /** What `HS256` signs with. */
  readonly hmacSecret?: string | Buffer;
};

/** A simulated tenant of Entra ID: what it publishes, and tokens of any kind. */
export type SimulatedOidc = {
  /** The authority, without a trailing slash. */
  readonly url: string;
  readonly tenantId: string;
  mint(options?: MintOptions): string;
  /** A new key signs from now on. The older ones stay published unless they are withdrawn with it. */
  rotate(options?: { readonly withdraw?: boolean | undefined }): void;
  /** The keys published now, newest last. */
  keys(): readonly OidcKey[];
  /** How often the configuration and the keys were asked for, failed requests too. */
  fetches(): { readonly configuration: number; readonly keys: number };
  /** From now on every request fails so; `undefined` mends it. */
  fail(mode: Fault | undefined): void;
  stop(): Promise<void>;
};

/**
 * Starts a simulated tenant on 127.0.0.1: `/{tenant}/v2.0/.well-known/openid-configuration`, its keys, and
 * `POST /{tenant}/oauth2/v2.0/token`, which gives any `client_id` a token for the `scope` it asks, whatever its secret.
 */
export async function startOidc(options: OidcOptions = {}): Promise<SimulatedOidc> {
  const { tenantId = '11111111-2222-4333-8444-555555555555', now = Date.now } = options;
  let keys = [createOidcKey()];
  let fault: Fault | undefined;
  const counts = { configuration: 0, keys: 0 };

  const server = await startLoopbackServer(options.port ?? 0, (request, response, url) => {
    const route = `${request.method} ${url.pathname.replace(`/${tenantId}/`, '/')}`;
    if (route === 'GET /v2.0/.well-known/openid-configuration') counts.configuration += 1;
    if (route === 'GET /discovery/v2.0/keys') counts.keys += 1;
    if (fault !== undefined) return playFault(fault, response, errorBody);
    switch (route) {
      case 'GET /v2.0/.well-known/openid-configuration':
        return answerJson(response, 200, configuration());
      case 'GET /discovery/v2.0/keys':
        return answerJson(response, 200, { keys: keys.map(({ published }) => published) });
      case 'POST /oauth2/v2.0/token':
        return void issue(request).then((token) => answerJson(response, token === undefined ? 400 : 200, token ?? {}));
      default:
        return answerJson(response, 404, errorBody(404));
    }
  });

  function configuration() {
    const base = `${server.url}/${tenantId}`;
    return {
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  async function issue(request: IncomingMessage) {
    const form = new URLSearchParams((await readBody(request))?.toString());
    const scope = /^(\S+)\/\.default$/.exec(form.get('scope') ?? '')?.[1];
    const appId = form.get('client_id');
    if (form.get('grant_type') !== 'client_credentials' || scope === undefined || appId === null) return undefined;
    return { token_type: 'Bearer', expires_in: 3_900, access_token: mint({ audience: scope, appId }) };
  }

  function mint({ version = '2.0', audience = 'api://sluice', appId = anyApp, ...token }: MintOptions = {}): string {
    const newest = keys.at(-1);
    const key = token.key ?? newest;
    if (key === undefined) throw new Error('The tenant has no key.');
    const nowSeconds = Math.floor(now() / 1000);
    const claims = accessTokenClaims(
      { version, authority: server.url, tenantId, audience, appId, nowSeconds },
      token.claims,
    );
    const header = { typ: 'JWT', alg: 'RS256', kid: key.id, ...token.header };
    return signToken(header, claims, key.privateKey, token.hmacSecret);
  }

  return {
    url: server.url,
    tenantId,
    mint,
    rotate({ withdraw = false } = {}) {
      keys = [...(withdraw ? [] : keys), createOidcKey()];
    },
    keys: () => keys,
    fetches: () => ({ ...counts }),
    fail(mode) {
      fault = mode;
    },
    stop: server.stop,
  };
}

const anyApp = 'aaaaaaaa-0000-4000-8000-000000000001';

function errorBody(status: number) {
  return { error: 'invalid_request', error_description: `The simulated tenant answers ${status}.` };
}
