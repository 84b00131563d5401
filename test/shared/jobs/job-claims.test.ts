import { describe, expect, it } from 'vitest';
import { claimedToken, JobClaims, requestDigest } from '../../../shared/jobs/job-claims.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const key = { caller: 'tests', functionName: 'chat-completions', idempotencyKey: 'run-1' };
const [early, late] = [jobOf({ acceptedMs: 1_000 }), jobOf({ acceptedMs: 2_000 })];
const claimOf = ({ id }: { id: string }) => ({ jobId: id, requestSha256: 'a'.repeat(64) });

async function opened() {
  const { container } = await storage.open();
  return { container, claims: new JobClaims(async () => container) };
}

describe('a key', () => {
  it('is whose it was first', async () => {
    const { claims } = await opened();
    const first = await claims.claim(key, claimOf(early), 0);
    expect(first).toMatchObject(claimOf(early));
    expect(await claims.claim(key, claimOf(late), 0)).toEqual(first);
  });

  it('is one’s alone though many come at once', async () => {
    const { claims } = await opened();
    const jobs = Array.from({ length: 6 }, (_, place) => jobOf({ acceptedMs: place }));
    const standing = await Promise.all(jobs.map((job) => claims.claim(key, claimOf(job), 0)));
    expect(new Set(standing.map(({ jobId }) => jobId)).size).toBe(1);
  });

  it('is free again when what claimed it is over, or cannot be read', async () => {
    const { claims, container } = await opened();
    await claims.claim(key, claimOf(early), 0);
    expect(await claims.claim(key, claimOf(late), 1_001)).toMatchObject(claimOf(late));
    for await (const { name } of container.listBlobsFlat()) {
      await container.getBlockBlobClient(name).uploadData(Buffer.from('{'));
    }
    expect(await claims.claim(key, claimOf(early), 0)).toMatchObject(claimOf(early));
  });

  it('is not to be found in the storage, nor the token that is made of it', async () => {
    const { claims, container } = await opened();
    const claim = await claims.claim(key, claimOf(early), 0);
    const token = claimedToken(claim, key.idempotencyKey);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(claimedToken(claim, 'run-2')).not.toBe(token);
    for await (const { name } of container.listBlobsFlat()) {
      const text = `${name}${(await container.getBlockBlobClient(name).downloadToBuffer()).toString()}`;
      expect([text.includes(key.idempotencyKey), text.includes(token)]).toEqual([false, false]);
    }
  });
});

it('tells a request by where it goes and by its bytes', () => {
  const body = Buffer.from('{}');
  expect(requestDigest('/a', body)).toBe(requestDigest('/a', Buffer.from('{}')));
  expect(
    new Set([requestDigest('/a', body), requestDigest('/b', body), requestDigest('/a', Buffer.from('{ }'))]).size,
  ).toBe(3);
});
