import { expect, it } from 'vitest';
import { openJobStorage } from '../../../shared/jobs/open-job-storage.ts';
import { withJobStorage } from '../../setup/job-storage.ts';

const storage = withJobStorage();

it('opens a queue and a container by a connection string', async () => {
  const { queue, container } = await storage.open();
  await queue.createIfNotExists();
  expect([await queue.exists(), await container.exists()]).toEqual([true, false]);
});

it('opens them at their addresses, in the name of the app’s identity', async () => {
  const names = { queue: 'work', container: 'results' };
  const getToken = async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 60_000 });
  const own = { queueServiceUri: 'https://q.example', blobServiceUri: 'https://b.example', tokens: { getToken } };
  const { queue, container } = await openJobStorage(own, names);
  expect([queue.url, container.url]).toEqual(['https://q.example/work', 'https://b.example/results']);
});
