import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startVault } from '../../../local/azure/vault.ts';
import type { SimulatedVault } from '../../../local/azure/vault.ts';

let vault: SimulatedVault;

beforeEach(async () => {
  vault = await startVault({ secrets: { one: 'v1' }, tenant: 'contoso', acceptToken: (token) => token === 'good' });
});

afterEach(() => vault.stop());

async function get(path: string, token: string | undefined = 'good', method = 'GET') {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${vault.url}${path}`, { method, headers });
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}

const version = '?api%2Dversion=2025-07-01';

describe('the simulated vault', () => {
  it('challenges a call without a token, or with one it does not accept', async () => {
    for (const token of ['', 'bad']) {
      const { status, headers } = await get(`/secrets/one/${version}`, token);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe(
        'Bearer authorization="https://login.windows.net/contoso", resource="https://vault.azure.net"',
      );
    }
    expect(vault.requests()).toEqual({});
  });

  it('gives the newest version, an older one by its id, and the list of them', async () => {
    const first = await get(`/secrets/one/${version}`);
    expect(first.body).toMatchObject({ value: 'v1', attributes: { enabled: true } });
    vault.setSecret('one', 'v2');
    expect((await get(`/secrets/one${version}`)).body).toMatchObject({ value: 'v2' });
    const path = new URL(String(Reflect.get(Object(first.body), 'id'))).pathname;
    expect((await get(`${path}${version}`)).body).toMatchObject({ value: 'v1' });
    const { body } = await get(`/secrets/one/versions${version}`);
    expect(body).toMatchObject({ value: [{ attributes: { enabled: true } }, {}], nextLink: null });
    expect(vault.requests()).toEqual({ one: 4 });
  });

  it.each([
    [`/secrets/none/${version}`, 404, { error: { code: 'SecretNotFound' } }],
    [`/secrets/one/0123${version}`, 404, { error: { code: 'SecretNotFound' } }],
    ['/secrets/one/', 400, { error: { code: 'BadParameter' } }],
    [`/secrets/not_a_name/${version}`, 400, { error: { code: 'BadParameter' } }],
    [`/keys/one/${version}`, 404, { error: { code: 'NotFound' } }],
  ])('answers %s with %i', async (path, status, body) => {
    expect(await get(path)).toMatchObject({ status, body });
  });

  it('refuses a disabled secret until it has a new version', async () => {
    vault.disable('one');
    const refused = { status: 403, body: { error: { innererror: { code: 'SecretDisabled' } } } };
    expect(await get(`/secrets/one/${version}`)).toMatchObject(refused);
    vault.setSecret('one', 'v2');
    expect((await get(`/secrets/one/${version}`)).status).toBe(200);
  });

  it('fails as told, and mends', async () => {
    vault.fail({ kind: 'status', status: 403 });
    expect((await get(`/secrets/one/${version}`)).body).toMatchObject({
      error: { innererror: { code: 'ForbiddenByRbac' } },
    });
    vault.fail({ kind: 'throttle', retryAfterSeconds: 9 });
    const throttled = await get(`/secrets/one/${version}`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '9']);
    vault.fail({ kind: 'hang' });
    const hung = fetch(`${vault.url}/secrets/one/${version}`, {
      headers: { authorization: 'Bearer good' },
      signal: AbortSignal.timeout(50),
    });
    await expect(hung).rejects.toMatchObject({ name: 'TimeoutError' });
    vault.fail(undefined);
    expect((await get(`/secrets/one/${version}`)).status).toBe(200);
  });

  it('is read-only on the wire, and keeps only names a vault allows', async () => {
    expect((await get(`/secrets/one/${version}`, 'good', 'DELETE')).status).toBe(405);
    expect(() => vault.setSecret('not_a_name', 'x')).toThrow('cannot hold');
    expect(() => vault.disable('none')).toThrow('holds no secret');
  });
});
