import type { JobBlobs } from './job-blobs.ts';
import { acceptedMsOf } from './job-id.ts';

/**
 * Removes jobs whose time is over, at most `most` of them: answered ones `keepMs` after their answer, and others when
 * their message has expired too, a week later. Resolves to how many it removed.
 */
export async function sweepJobs(
  blobs: JobBlobs,
  { keepMs, nowMs, most }: { readonly keepMs: number; readonly nowMs: number; readonly most: number },
): Promise<number> {
  const over = new Set<string>();
  const answered = new Set<string>();
  for await (const { id, part, writtenMs } of blobs.list()) {
    const acceptedMs = acceptedMsOf(id);
    // Whatever else is in the container is not a job's, and none of this one's business.
    if (acceptedMs === undefined) continue;
    // Ids sort by age: from here on all are young.
    if (acceptedMs + keepMs > nowMs || over.size === most) break;
    // The answer is the first of a job's blobs.
    if (part === 'answer') answered.add(id);
    if (part !== 'answer' && answered.has(id)) continue;
    const endsMs = part === 'answer' ? writtenMs + keepMs : acceptedMs + keepMs + messageLifeMs;
    if (endsMs <= nowMs) over.add(id);
  }
  for (const id of over) {
    await blobs.remove(id);
  }
  return over.size;
}

/**
 * Removes what is kept beside jobs and is over, at most `most` pieces: requests whose job is gone without them, and keys
 * that could only find an answer that is not kept any more. Resolves to how many it removed.
 */
export async function sweepBeside(
  blobs: JobBlobs,
  { keepMs, nowMs, most }: { readonly keepMs: number; readonly nowMs: number; readonly most: number },
): Promise<number> {
  const over: string[] = [];
  for await (const { name, beganMs } of blobs.listBeside()) {
    if (over.length === most) break;
    if (beganMs + keepMs + messageLifeMs <= nowMs) over.push(name);
  }
  for (const name of over) {
    await blobs.removeBeside(name);
  }
  return over.length;
}

/** A queue keeps its messages for seven days. */
const messageLifeMs = 7 * 86_400_000;
