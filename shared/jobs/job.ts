import * as z from 'zod';

const jobSchema = z.lazy(() =>
  z.object({
    id: z.string(),
    acceptedMs: z.number(),
    caller: z.string(),
    keyId: z.string(),
    isByGatewayKey: z.boolean(),
    functionName: z.string(),
    /** As it was registered, without a slash before it; absent in jobs of earlier versions. */
    route: z.string().optional(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    requestId: z.string(),
    tokenSha256: z.string(),
  }),
);

/**
 * A request that is answered later, as it was accepted; it never changes. Its body is kept apart. No key and no token is
 * part of it: who called is a name.
 */
export type Job = Readonly<z.output<typeof jobSchema>>;

/** Where keys are kept by which callers tell repeats, beside jobs. */
export const claimPrefix = 'keys/';

/** Which job, and whose: by which its request is found. */
export type JobName = Pick<Job, 'id' | 'caller'>;

/** A job as bytes, and back. */
export function encodeJob(job: Job): Buffer {
  return Buffer.from(JSON.stringify(job));
}

/** `undefined` for bytes that are no job, which only somebody else or another version can have written. */
export function decodeJob(bytes: Buffer): Job | undefined {
  return jobSchema.safeParse(parsedJson(bytes)).data;
}

/** What JSON says; `undefined` for what is none. */
export function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
