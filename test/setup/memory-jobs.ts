import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../shared/errors.ts';
import { refusedAnswer, type JobAnswer } from '../../shared/jobs/job-answer.ts';
import type { FoundJob } from '../../shared/jobs/job-blobs.ts';
import { newJobId } from '../../shared/jobs/job-id.ts';
import { newJobToken, tokenDigest } from '../../shared/jobs/job-token.ts';
import type { AcceptedJob, Jobs } from '../../shared/jobs/jobs.ts';

/** Jobs in this process's memory: what they do over HTTP is tried without a storage, which has tests of its own. */
export type MemoryJobs = Jobs & {
  readonly bodies: Map<string, Uint8Array>;
  readonly answers: Map<string, JobAnswer | 'expired'>;
  readonly revived: string[];
  readonly givenUp: string[];
  /** Changes how a job stands. */
  set(id: string, members: Partial<FoundJob>): void;
};

export function memoryJobs(now: () => number = Date.now): MemoryJobs {
  const kept = new Map<string, FoundJob>();
  const bodies = new Map<string, Uint8Array>();
  const answers = new Map<string, JobAnswer | 'expired'>();
  const keys = new Map<string, Omit<AcceptedJob, 'isRepeat'>>();
  const [revived, givenUp]: [string[], string[]] = [[], []];
  const found = (id: string): FoundJob => kept.get(id) ?? missing();
  return {
    queueName: 'sluice-jobs',
    deadlineMs: 900_000,
    bodies,
    answers,
    revived,
    givenUp,
    set: (id, members) => void kept.set(id, { ...found(id), ...members }),
    async accept(request, body, { mostOpen, idempotencyKey = '' }) {
      const earlier = keys.get(idempotencyKey);
      if (earlier !== undefined) return { ...earlier, isRepeat: true };
      if (kept.size - answers.size >= mostOpen) throw new GatewayError('rate_limit_exceeded', 'Too many.');
      const token = newJobToken(randomBytes);
      const id = newJobId(now(), randomBytes);
      const job = { ...request, id, acceptedMs: now(), tokenSha256: tokenDigest(token) };
      kept.set(job.id, { job, isRunning: false, attempts: 0, putOffs: 0, queuedMs: now(), version: '1' });
      bodies.set(job.id, body);
      if (idempotencyKey !== '') keys.set(idempotencyKey, { job, token });
      return { job, token, isRepeat: false };
    },
    find: async (id) => kept.get(id),
    answer: async (id) => answers.get(id),
    state: async () => 'ok',
    revive: async ({ job: { id } }) => void revived.push(id),
    async cancel({ id }) {
      if (answers.has(id)) return false;
      answers.set(id, refusedAnswer('job_cancelled', 'Cancelled.', now()));
      return true;
    },
    async remove(id) {
      kept.delete(id);
      answers.delete(id);
    },
    async execute(id, perform) {
      const { job, attempts } = found(id);
      const body = Buffer.from(bodies.get(id) ?? missing());
      answers.set(
        id,
        await perform({ job, body, attempt: attempts + 1, isPutOff: () => false, gone: new AbortController().signal }),
      );
      return 'answered';
    },
    giveUp: async (id) => void givenUp.push(id),
  };
}

function missing(): never {
  throw new Error('There is no such job.');
}
