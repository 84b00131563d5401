import type { JSONWebKeySet } from 'jose';
import * as z from 'zod';
import { issuersOf, type TokenSettings } from './token-settings.ts';

/** Why a tenant's signing keys cannot be had, in words for its operator. */
export class SigningKeysError extends Error {
  override readonly name = 'SigningKeysError';
}

/**
 * The keys that the tenant publishes now, found through its OpenID configuration. No redirect is followed, and the keys
 * must be where the configuration is: who can answer for another address cannot bring keys in. Throws `SigningKeysError`.
 */
export async function fetchSigningKeys(
  settings: TokenSettings,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<JSONWebKeySet> {
  const { v2 } = issuersOf(settings);
  const configuration = await fetchJson(`${v2}/.well-known/openid-configuration`, configurationSchema, fetch, signal);
  if (configuration.issuer !== v2) {
    throw new SigningKeysError('the OpenID configuration is of another issuer; check `entra.authority`');
  }
  if (URL.parse(configuration.jwks_uri)?.origin !== new URL(v2).origin) {
    throw new SigningKeysError('the OpenID configuration names keys at another address');
  }
  const { keys } = await fetchJson(configuration.jwks_uri, keySetSchema, fetch, signal);
  return { keys: keys.filter((key) => key['use'] === undefined || key['use'] === 'sig') };
}

const configurationSchema = z.lazy(() => z.object({ issuer: z.string(), jwks_uri: z.string() }));

const keySetSchema = z.lazy(() =>
  z.object({
    keys: z
      .array(z.looseObject({ kty: z.string(), kid: z.string() }))
      .min(1)
      .max(100),
  }),
);

async function fetchJson<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(await readJson(url, fetch, signal));
  if (!parsed.success) {
    throw new SigningKeysError('the answer is not what an OpenID provider says');
  }
  return parsed.data;
}

async function readJson(url: string, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new SigningKeysError(`the provider answered ${response.status}`);
    }
    return JSON.parse(await boundedText(response));
  } catch (error) {
    if (error instanceof SigningKeysError) {
      throw error;
    }
    const reason = error instanceof SyntaxError ? 'the answer is no JSON' : 'the provider does not answer';
    throw new SigningKeysError(reason, { cause: error });
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) {
      throw new SigningKeysError('the answer is too long');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const mostBytes = 1_048_576;
