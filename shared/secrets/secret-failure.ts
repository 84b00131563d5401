import { GatewayError } from '../errors.ts';

/** The error of a vault secret that could not be read: says what to mend, names the secret, and holds no value. */
export function vaultFailure(secretName: string, cause: unknown): GatewayError {
  // Already said in full.
  if (cause instanceof GatewayError && cause.cause === undefined) return cause;
  const code = failureCode(cause);
  const advice = adviceOn(code, statusOf(cause));
  return new GatewayError(
    'secret_unavailable',
    `Key Vault secret "${secretName}" cannot be read (${code}): ${advice}`,
    {
      cause,
      retryAfterMs: retryAfterMs(cause),
    },
  );
}

/** The error of an identity token that could not be had for a scope. */
export function tokenFailure(scope: string, cause: unknown): GatewayError {
  const message = `No managed identity token for ${scope} (${failureCode(cause)}): ${identityAdvice}`;
  return new GatewayError('secret_unavailable', message, { cause });
}

/** A short, stable word for what went wrong, from the most telling place an Azure SDK error keeps one. */
export function failureCode(error: unknown): string {
  if (error instanceof GatewayError) return error.cause === undefined ? error.code : failureCode(error.cause);
  if (!(error instanceof Error)) return 'UnknownError';
  const body = member(member(error, 'details'), 'error');
  // The SDK's model renames the wire's `innererror`, which alone tells a missing role from a disabled secret.
  const named = [member(member(body, 'innerError'), 'code'), member(body, 'code'), member(error, 'code'), error.name];
  return named.find((code) => typeof code === 'string' && /^[\w-]{1,64}$/.test(code))?.toString() ?? 'Error';
}

/** HTTP status of an Azure SDK error, when the service answered at all. */
export function statusOf(error: unknown): number | undefined {
  const status = member(error, 'statusCode');
  return typeof status === 'number' ? status : undefined;
}

/** The wait a vault asked for in whole seconds, the only form it uses. */
export function retryAfterMs(error: unknown): number | undefined {
  const headers = member(member(error, 'response'), 'headers');
  if (!hasGet(headers)) return undefined;
  const seconds: unknown = headers.get('retry-after');
  return typeof seconds === 'string' && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

const identityAdvice =
  'enable the managed identity of the function app (for a user-assigned one set AZURE_CLIENT_ID), or sign in with `az login` on a developer machine.';

function adviceOn(code: string, status: number | undefined): string {
  if (code === 'SecretDisabled') return 'enable the secret, or set a new version.';
  if (code.endsWith('CredentialUnavailableError') || code === 'AuthenticationRequiredError') return identityAdvice;
  switch (status) {
    case 401:
      return 'the vault does not know the identity; check that both are in one tenant.';
    case 403:
      return 'grant the identity the role Key Vault Secrets User on the vault, and check the vault firewall.';
    case 404:
      return 'create it in the vault, or correct the name in the gateway file.';
    case 429:
      return 'the vault is throttling; it will be asked again after the wait it names.';
    case undefined:
      return 'the vault was not reached; check SLUICE_KEY_VAULT_URL, DNS and the private endpoint.';
    default:
      return `the vault answered ${status}; it will be asked again.`;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function hasGet(value: unknown): value is { get(name: string): unknown } {
  return typeof member(value, 'get') === 'function';
}
