import { describe, expect, it } from 'vitest';
import { jobStorageAddress } from '../../../shared/jobs/job-storage-address.ts';

const none = { connectionString: '', accountName: '', queueServiceUri: '', blobServiceUri: '' };
const requestToken = async (scope: string) => ({ token: `for ${scope}`, expiresOnTimestamp: 1 });
const addressOf = (settings: Partial<typeof none>) => jobStorageAddress({ ...none, ...settings }, requestToken);
const account = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k==';
const tokens = { getToken: expect.any(Function) };

describe('jobs are kept', () => {
  it.each([
    'UseDevelopmentStorage=true',
    `${account};EndpointSuffix=core.windows.net`,
    `${account};BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:2/a;`,
  ])('in the account of %s', (connectionString) => {
    expect(addressOf({ connectionString, accountName: 'other' })).toEqual({ connectionString });
  });

  it('at the addresses of an account that the app’s identity may use, or at those of its name', () => {
    expect(addressOf({ accountName: 'mine' })).toEqual({
      queueServiceUri: 'https://mine.queue.core.windows.net',
      blobServiceUri: 'https://mine.blob.core.windows.net',
      tokens,
    });
    const own = { queueServiceUri: 'https://q.example', blobServiceUri: 'https://b.example' };
    expect(addressOf({ accountName: 'mine', ...own })).toEqual({ ...own, tokens });
    expect(addressOf(own)).toEqual({ ...own, tokens });
  });

  it('by tokens of that identity', async () => {
    const address = addressOf({ accountName: 'mine' }) ?? expect.unreachable();
    if (!('tokens' in address)) expect.unreachable('There are no tokens.');
    expect((await address.tokens.getToken('one')).token).toBe('for one');
    expect((await address.tokens.getToken(['one', 'two'])).token).toBe('for one two');
  });
});

describe('jobs are off', () => {
  it.each([
    {},
    { connectionString: `${account};TableEndpoint=http://127.0.0.1:1/a;` },
    { connectionString: `${account};QueueEndpoint=http://127.0.0.1:1/a;` },
    { queueServiceUri: 'https://q.example' },
    { blobServiceUri: 'https://b.example' },
  ])('where queues or blobs are not known: %j', (settings) => expect(addressOf(settings)).toBeUndefined());
});
