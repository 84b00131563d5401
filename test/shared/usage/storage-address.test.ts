import { expect, it } from 'vitest';
import { storageAddress } from '../../../shared/usage/storage-address.ts';

const none = { connectionString: undefined, accountName: undefined, tableServiceUri: undefined };
const scopes: string[] = [];
const requestToken = (scope: string) => {
  scopes.push(scope);
  return Promise.resolve({ token: 'a-token', expiresOnTimestamp: 1 });
};

it('is the connection string, or else the address of the tables, or else the name of the account', () => {
  const all = { connectionString: 'a=b', accountName: 'account', tableServiceUri: 'https://t.example' };
  expect(storageAddress(all, requestToken)).toEqual({ connectionString: 'a=b' });
  expect(storageAddress({ ...all, connectionString: '' }, requestToken)).toMatchObject({
    serviceUri: 'https://t.example',
  });
  expect(storageAddress({ ...none, accountName: 'account' }, requestToken)).toMatchObject({ accountName: 'account' });
});

it('is none where no storage is set', () => {
  expect(storageAddress(none, requestToken)).toBeUndefined();
});

it("asks for the tokens of the app's identity", async () => {
  const address = storageAddress({ ...none, accountName: 'account' }, requestToken);
  if (address === undefined || !('tokens' in address)) expect.unreachable();
  expect(await address.tokens.getToken('https://storage.azure.com/.default')).toMatchObject({ token: 'a-token' });
  expect(await address.tokens.getToken(['a', 'b'])).toMatchObject({ token: 'a-token' });
  expect(scopes).toEqual(['https://storage.azure.com/.default', 'a b']);
});
