import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createCredentialSources } from '../../../shared/secrets/credential-sources.ts';
import type { Credential } from '../../../shared/secrets/credential.ts';

const scope = 'https://ai.azure.com/.default';

function identityIssuing(tokens: (string | Error)[]) {
  const requests: string[] = [];
  const sources = createCredentialSources({
    secretTtlMs: 1,
    now: () => 0,
    clientId: 'the-app',
    async requestToken(requestedScope, clientId) {
      const token = tokens[Math.min(requests.length, tokens.length - 1)];
      requests.push(`${clientId} ${requestedScope}`);
      if (typeof token !== 'string') throw token ?? new Error('no token');
      return { token, expiresOnTimestamp: 86_400_000 };
    },
  });
  return { sources, requests };
}

function bearer(token: string): Credential {
  return { kind: 'bearer', value: new SecretValue(token) };
}

describe('a managed identity credential', () => {
  it("is a bearer token for the scope, of the identity the reference names or else the app's", async () => {
    const { sources, requests } = identityIssuing(['t1']);
    const credential = await sources({ kind: 'managed-identity', scope }).current();
    expect([credential.kind, credential.value.reveal()]).toEqual(['bearer', 't1']);
    await sources({ kind: 'managed-identity', scope, clientId: 'other' }).current();
    expect(requests).toEqual([`the-app ${scope}`, `other ${scope}`]);
  });

  it('is requested once for all references of one identity and scope', async () => {
    const { sources, requests } = identityIssuing(['t1']);
    await Promise.all(Array.from({ length: 200 }, () => sources({ kind: 'managed-identity', scope }).current()));
    expect(requests).toHaveLength(1);
  });

  it('is replaced by a newer token, requested once for all who were refused', async () => {
    const { sources, requests } = identityIssuing(['t1', 't2']);
    const source = sources({ kind: 'managed-identity', scope });
    await source.current();
    const replaced = await Promise.all(Array.from({ length: 50 }, () => source.replace(bearer('t1'))));
    expect(new Set(replaced.map((credential) => credential?.value.reveal()))).toEqual(new Set(['t2']));
    expect((await source.replace(bearer('t1')))?.value.reveal()).toBe('t2');
    expect(requests).toHaveLength(2);
  });

  it('has no replacement when the identity gives the same token again', async () => {
    const { sources } = identityIssuing(['t1']);
    const source = sources({ kind: 'managed-identity', scope });
    await source.current();
    expect(await source.replace(bearer('t1'))).toBeUndefined();
  });

  it('has no replacement when the identity endpoint fails, and keeps its token', async () => {
    const { sources } = identityIssuing(['t1', new Error('down')]);
    const source = sources({ kind: 'managed-identity', scope });
    await source.current();
    expect(await source.replace(bearer('t1'))).toBeUndefined();
    expect((await source.current()).value.reveal()).toBe('t1');
    expect(source.status()).toMatchObject({ state: 'stale', errorCode: 'Error' });
  });
});
