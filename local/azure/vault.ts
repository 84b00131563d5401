import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { playFault } from './fault.ts';
import type { Fault } from './fault.ts';
import { answerJson, startLoopbackServer } from './loopback-server.ts';

export type VaultOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Name → first value. Names are letters, digits and hyphens, as in Key Vault. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Named in the challenge. */
  readonly tenant?: string;
  /** Whether a bearer token opens this vault. Default: every token does. */
  readonly acceptToken?: (token: string) => boolean;
};

/** A simulated Key Vault: the part of its wire that reads secrets, and levers to rotate, disable and break them. */
export type SimulatedVault = {
  /** The vault's URL, without a trailing slash. */
  readonly url: string;
  /** Makes a new version, enabled, which versionless reads see from now on. */
  setSecret(name: string, value: string): void;
  /** Disables the newest version. Reading it answers 403 until a new version is set. */
  disable(name: string): void;
  /** From now on every read fails so; `undefined` mends it. A status of 403 is worded as a missing role. */
  fail(mode: Fault | undefined): void;
  /** Reads so far by secret name, failed ones too; the challenge's round trip is not a read. */
  requests(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

type Version = { readonly id: string; readonly value: string; readonly createdSeconds: number; enabled: boolean };

/**
 * Starts a simulated Key Vault on 127.0.0.1.
 *
 * As the real one, it answers a call without a token with a 401 that challenges for `https://vault.azure.net`, and
 * serves `GET /secrets/{name}/`, `/secrets/{name}/{version}` and `/secrets/{name}/versions` (api-version required).
 */
export async function startVault(options: VaultOptions): Promise<SimulatedVault> {
  const { tenant = '00000000-0000-0000-0000-000000000000', acceptToken = () => true } = options;
  const versions = new Map<string, Version[]>();
  const reads = new Map<string, number>();
  let fault: Fault | undefined;

  function setSecret(name: string, value: string): void {
    if (!secretName.test(name)) throw new Error(`A vault cannot hold a secret named ${JSON.stringify(name)}.`);
    const version = {
      id: randomBytes(16).toString('hex'),
      value,
      createdSeconds: Math.floor(Date.now() / 1000),
      enabled: true,
    };
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  for (const [name, value] of Object.entries(options.secrets)) setSecret(name, value);

  const server = await startLoopbackServer(options.port ?? 0, (request, response, url) => {
    const [, collection, name, last, ...rest] = url.pathname.split('/');
    if (collection !== 'secrets' || name === undefined || name === '' || rest.length > 0)
      return refuse(response, 404, 'NotFound', 'The requested resource was not found.');
    if (request.method !== 'GET') return refuse(response, 405, 'MethodNotAllowed', 'This simulated vault only reads.');

    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !acceptToken(token)) {
      const challenge = `Bearer authorization="https://login.windows.net/${tenant}", resource="https://vault.azure.net"`;
      const message =
        token === undefined
          ? 'AKV10000: Request is missing a Bearer or PoP token.'
          : 'AKV10032: Invalid issuer or audience.';
      return answerJson(response, 401, errorBody('Unauthorized', message), { 'www-authenticate': challenge });
    }
    reads.set(name, (reads.get(name) ?? 0) + 1);
    if (fault !== undefined) return playFault(fault, response, faultBody);
    if (!url.searchParams.has('api-version'))
      return refuse(response, 400, 'BadParameter', 'The api-version query parameter is required.');
    if (!secretName.test(name))
      return refuse(response, 400, 'BadParameter', `The request URI contains an invalid name: ${name}`);

    const found = versions.get(name);
    if (found === undefined) return notFound(response, name);
    if (last === 'versions') {
      const value = found.map((version) => ({ id: idOf(name, version), attributes: attributesOf(version), tags: {} }));
      return answerJson(response, 200, { value, nextLink: null });
    }
    const version = last === undefined || last === '' ? found.at(-1) : found.find(({ id }) => id === last);
    if (version === undefined) return notFound(response, `${name}/${last}`);
    if (!version.enabled)
      return refuse(response, 403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', 'SecretDisabled');
    answerJson(response, 200, {
      value: version.value,
      id: idOf(name, version),
      attributes: attributesOf(version),
      tags: {},
    });
  });

  function idOf(name: string, version: Version): string {
    return `${server.url}/secrets/${name}/${version.id}`;
  }

  return {
    url: server.url,
    setSecret,
    disable(name) {
      const newest = versions.get(name)?.at(-1);
      if (newest === undefined) throw new Error(`The vault holds no secret named ${JSON.stringify(name)}.`);
      newest.enabled = false;
    },
    fail(mode) {
      fault = mode;
    },
    requests: () => Object.fromEntries(reads),
    stop: server.stop,
  };
}

const secretName = /^[0-9a-zA-Z-]{1,127}$/;

function attributesOf(version: Version) {
  const { enabled, createdSeconds } = version;
  return {
    enabled,
    created: createdSeconds,
    updated: createdSeconds,
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays: 90,
  };
}

function errorBody(code: string, message: string, innerCode?: string) {
  return { error: { code, message, ...(innerCode === undefined ? {} : { innererror: { code: innerCode } }) } };
}

function refuse(response: ServerResponse, status: number, code: string, message: string, innerCode?: string): void {
  answerJson(response, status, errorBody(code, message, innerCode));
}

function notFound(response: ServerResponse, id: string): void {
  refuse(response, 404, 'SecretNotFound', `A secret with (name/id) ${id} was not found in this key vault.`);
}

function faultBody(status: number) {
  switch (status) {
    case 403:
      return errorBody('Forbidden', 'Caller is not authorized to perform action on resource.', 'ForbiddenByRbac');
    case 429:
      return errorBody('Throttled', 'Request was not processed because too many requests were received.');
    default:
      return errorBody(
        status >= 500 ? 'InternalServerError' : 'BadRequest',
        `The simulated vault fails with ${status}.`,
      );
  }
}
