import { createHash, createHmac, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import * as z from 'zod';
import { acceptedMsOf } from './job-id.ts';
import { claimPrefix, parsedJson, type Job } from './job.ts';
import { withStorage } from './storage-failure.ts';

/** What stands behind a key by which a caller tells that it sends the same again. */
export type JobClaim = Readonly<z.output<typeof claimSchema>>;

const claimSchema = z.object({
  /** The job that the first request with this key became. */
  jobId: z.string(),
  /** The digest of that request, by which another one with the same key is told. */
  requestSha256: z.string(),
  /** Makes the job's token of the key, of which only a digest is kept. */
  salt: z.string(),
});

/** Whose key it is, for which function, and the key itself: the same key of two callers is two keys. */
export type ClaimKey = Pick<Job, 'caller' | 'functionName'> & { readonly idempotencyKey: string };

/**
 * The keys that requests came with, each kept once, in `keys/{digest}`: whoever is first claims it, and everybody else is
 * told whose it is. All throw `jobs_unavailable`.
 */
export class JobClaims {
  readonly #open: () => Promise<ContainerClient>;

  constructor(open: () => Promise<ContainerClient>) {
    this.#open = open;
  }

  /** Claims a key for a job, unless it is claimed: the claim that stands now. One made before `sinceMs` is over. */
  async claim(key: ClaimKey, { jobId, requestSha256 }: Omit<JobClaim, 'salt'>, sinceMs: number): Promise<JobClaim> {
    const mine = { jobId, requestSha256, salt: randomBytes(32).toString('base64url') };
    for (;;) {
      const standing = await this.#standing(key);
      if (standing?.claim !== undefined && (acceptedMsOf(standing.claim.jobId) ?? 0) >= sinceMs) return standing.claim;
      if (await this.#write(key, mine, standing?.version)) return mine;
    }
  }

  async #standing(key: ClaimKey) {
    const found = await withStorage(async () => {
      const { readableStreamBody, etag = '' } = await (await this.#blob(key)).download();
      const bytes = readableStreamBody === undefined ? Buffer.alloc(0) : await buffer(readableStreamBody);
      return { bytes, version: etag };
    }, [404]);
    return found && { claim: claimSchema.safeParse(parsedJson(found.bytes)).data, version: found.version };
  }

  /** Whether it was still nobody's, or still the one of this version. */
  async #write(key: ClaimKey, claim: JobClaim, version: string | undefined): Promise<boolean> {
    const conditions = version === undefined ? { ifNoneMatch: '*' } : { ifMatch: version };
    const written = await withStorage(async () => {
      await (await this.#open()).createIfNotExists();
      return (await this.#blob(key)).uploadData(Buffer.from(JSON.stringify(claim)), { conditions });
    }, [409, 412]);
    return written !== undefined;
  }

  async #blob({ caller, functionName, idempotencyKey }: ClaimKey) {
    const name = sha256(JSON.stringify([caller, functionName, idempotencyKey]));
    return (await this.#open()).getBlockBlobClient(claimPrefix + name);
  }
}

/** The token of a job that came with a key: the same for who brings the key again, and not to be had without it. */
export function claimedToken({ salt }: JobClaim, idempotencyKey: string): string {
  return createHmac('sha256', salt).update(idempotencyKey).digest('base64url');
}

/** What makes a request the same as another: where it went, and its body. */
export function requestDigest(url: string, body: Uint8Array): string {
  return createHash('sha256').update(`${url}\n`).update(body).digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
