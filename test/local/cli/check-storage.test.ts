import { describe, expect, it } from 'vitest';
import { checkStorage, removeNothing, storageFinding } from '../../../local/cli/check-storage.ts';
import { GatewayError } from '../../../shared/errors.ts';

const role = 'Storage Table Data Contributor';
const answered = (statusCode: number, code = 'Refused') => Object.assign(new Error('No.'), { statusCode, code });
const failing = (error: Error, isIdentity = true) =>
  checkStorage(() => Promise.reject(error), { role, isIdentity }, Date.now);

describe('checkStorage', () => {
  it('says what was found', async () => {
    expect(
      await checkStorage(
        () => Promise.resolve('can be written'),
        { role, isIdentity: true },
        () => 7,
      ),
    ).toEqual({
      state: 'ok',
      latencyMs: 0,
      finding: 'can be written',
    });
  });

  it.each<[what: string, error: Error, finding: RegExp]>([
    ['the role that an identity lacks', answered(403), /^HTTP 403: the identity lacks the role Storage Table Data Con/],
    ['an account without such a service', answered(409), /^HTTP 409: check that AzureWebJobsStorage names an account/],
    ['an account that is not there', Object.assign(new Error('x'), { code: 'ENOTFOUND' }), /there is no such account/],
    ['what nobody listens to', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), /^ECONNREFUSED: could not be/],
    ['what does not answer', Object.assign(new Error('x'), { name: 'AbortError' }), /^no answer in time/],
    ['a token that is not to be had', new GatewayError('secret_unavailable', 'Sign in.'), /^Sign in\.$/],
  ])('names %s', async (_what, error, finding) => {
    expect(await failing(error)).toMatchObject({ state: 'failed', finding: expect.stringMatching(finding) });
  });

  it('names the key where a connection string is refused', async () => {
    expect(await failing(answered(403), false)).toMatchObject({
      finding: expect.stringMatching(/^HTTP 403: the key in AzureWebJobsStorage is refused, or the firewall/),
    });
  });
});

describe('removeNothing', () => {
  it('takes it for allowed that there is nothing to remove, and for nothing else', async () => {
    expect(await removeNothing(() => Promise.resolve())).toBe('');
    expect(await removeNothing(() => Promise.reject(answered(404, 'BlobNotFound')))).toBe('BlobNotFound No.');
    await expect(removeNothing(() => Promise.reject(answered(403)))).rejects.toThrow('No.');
  });
});

it.each([
  ['BlobNotFound', 'container', 'can be written'],
  ['ContainerNotFound', 'container', 'no such container yet: it is made when it is needed'],
  ['QueueNotFound', 'queue', 'no such queue yet: it is made when it is needed'],
  ['TableNotFound', 'table', 'no such table yet: it is made when it is needed'],
] as const)('storageFinding takes %s for what it means', (missing, what, finding) => {
  expect(storageFinding(missing, what)).toBe(finding);
});
