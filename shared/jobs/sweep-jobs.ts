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
  const old = new Map<string, number>();
  for await (const { id, part, writtenMs } of blobs.list()) {
    const acceptedMs = acceptedMsOf(id);
    // Whatever else is in the container is not a job's, and none of this one's business.
    if (acceptedMs === undefined) continue;
    // Ids sort by age: from here on all are young.
    if (acceptedMs + keepMs > nowMs || old.size > most) break;
    const endsMs = part === 'answer' ? writtenMs + keepMs : acceptedMs + keepMs + messageLifeMs;
    old.set(id, Math.min(old.get(id) ?? Infinity, endsMs));
  }
  const over = [...old].filter(([, endsMs]) => endsMs <= nowMs).slice(0, most);
  for (const [id] of over) {
    await blobs.remove(id);
  }
  return over.length;
}

/** A queue keeps its messages for seven days. */
const messageLifeMs = 7 * 86_400_000;
