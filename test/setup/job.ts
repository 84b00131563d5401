import type { JobAnswer } from '../../shared/jobs/job-answer.ts';
import type { Job } from '../../shared/jobs/job.ts';

/** A job of the caller `tests`, as it was accepted. */
export function jobOf(members: Partial<Job> = {}): Job {
  const acceptedMs = members.acceptedMs ?? 1_795_000_000_000;
  return {
    id: `job_${acceptedMs.toString(16).padStart(12, '0')}-0123456789-abcdef0123`,
    acceptedMs,
    caller: 'tests',
    keyId: 'key0000001',
    isByGatewayKey: true,
    functionName: 'chat-completions',
    route: 'v1/chat/completions',
    url: '/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    requestId: 'request-1',
    tokenSha256: 'a'.repeat(64),
    ...members,
  };
}

/** The answer of a job that was done. */
export function jobAnswerOf(members: Partial<JobAnswer> = {}): JobAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    outcome: 'completed',
    finishedMs: 1_795_000_060_000,
    body: Buffer.from('{"done":true}'),
    ...members,
  };
}
