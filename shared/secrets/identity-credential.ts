/** An Entra token as Azure's credentials give it; times in epoch milliseconds. */
export type IdentityToken = {
  readonly token: string;
  readonly expiresOnTimestamp: number;
  readonly refreshAfterTimestamp?: number | undefined;
};

/** Asks for a token for a scope, as the identity named by `clientId` or else the app's own. */
export type RequestToken = (scope: string, clientId: string | undefined) => Promise<IdentityToken>;

/** `developer` tries what a developer is signed in with (az, azd, VS Code …) when there is no managed identity. */
export type SignIn = 'managed-identity' | 'developer';

/**
 * Requests tokens through `@azure/identity`, which is loaded at the first request and not before.
 *
 * On App Service and Functions that is `IDENTITY_ENDPOINT`, read by the SDK itself. One credential is kept per identity.
 */
export function createTokenRequest(signIn: SignIn): RequestToken {
  const credentials = new Map<string | undefined, Promise<Credential>>();

  return async (scope, clientId) => {
    let credential = credentials.get(clientId);
    if (credential === undefined) {
      credential = openCredential(signIn, clientId);
      credentials.set(clientId, credential);
    }
    const token = await (await credential).getToken(scope);
    if (token === null) throw new Error(`The identity has no token for ${scope}.`);
    return token;
  };
}

type Credential = { getToken(scope: string): Promise<IdentityToken | null> };

// One retry: the wait for the next token request is the token cache's to choose, not the SDK's.
const retryOptions = { maxRetries: 1, retryDelayInMs: 200 };

async function openCredential(signIn: SignIn, clientId: string | undefined): Promise<Credential> {
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  if (signIn === 'developer')
    return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
  return clientId === undefined
    ? new ManagedIdentityCredential({ retryOptions })
    : new ManagedIdentityCredential({ clientId, retryOptions });
}
